/** What a component is doing, in full. */
export type State =
  | 'stopped'
  | 'preparing'
  | 'missing'
  | 'starting'
  | 'ready'
  | 'unready'
  | 'crashed'
  | 'paused'
  | 'stopping';

/** What may happen to it. */
export type Event =
  | 'start'
  | 'found'
  | 'not-found'
  | 'probe-yes'
  | 'probe-no'
  | 'exited'
  | 'retry'
  | 'pause'
  | 'resume'
  | 'stop'
  | 'gone';

/** What is published about it (`.stack/endpoints.json`). */
export type PublicState = 'ready' | 'starting' | 'waiting' | 'stopped';

const TRANSITIONS: Record<State, Partial<Record<Event, State>>> = {
  stopped: { start: 'preparing', resume: 'preparing' },
  preparing: { found: 'starting', 'not-found': 'missing', stop: 'stopping' },
  missing: { start: 'preparing', found: 'starting', 'not-found': 'missing', resume: 'preparing', stop: 'stopping' },
  starting: { 'probe-yes': 'ready', 'probe-no': 'unready', exited: 'crashed', pause: 'paused', stop: 'stopping' },
  ready: { 'probe-no': 'unready', exited: 'crashed', pause: 'paused', stop: 'stopping' },
  unready: { 'probe-yes': 'ready', exited: 'crashed', pause: 'paused', stop: 'stopping' },
  crashed: { retry: 'preparing', start: 'preparing', resume: 'preparing', stop: 'stopping' },
  paused: { resume: 'unready', start: 'unready', exited: 'crashed', stop: 'stopping' },
  stopping: { gone: 'stopped' },
};

const PUBLIC: Record<State, PublicState> = {
  stopped: 'stopped',
  preparing: 'starting',
  missing: 'waiting',
  starting: 'starting',
  ready: 'ready',
  unready: 'waiting',
  crashed: 'starting',
  paused: 'stopped',
  stopping: 'stopped',
};

/** The next state, or undefined when the event means nothing now (a probe that answers after the stop, say). */
export function next(state: State, event: Event): State | undefined {
  return TRANSITIONS[state][event];
}

export function publicState(state: State): PublicState {
  return PUBLIC[state];
}

const BACK_OFF_MS = [250, 1_000, 2_000, 5_000, 10_000, 30_000];

/** How long to wait before the start that follows the n-th crash in a row (1 is the first). */
export function backOff(crashes: number): number {
  return BACK_OFF_MS[Math.min(crashes, BACK_OFF_MS.length) - 1] ?? 0;
}

/** How long to wait before the n-th look for an engine that was not to be had (a look may mean a download or a build). */
export function lookAgain(looks: number): number {
  return Math.min(30_000 * 2 ** (looks - 1), 600_000);
}
