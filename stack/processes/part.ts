/** What one look at a process said. `answered`: whether it said no, or nothing. */
export type Probe = { ready: true } | { ready: false; why: string; answered: boolean };

/** One operating-system process of a component. */
export interface Part {
  name: string;
  command: string;
  args: string[];
  env: Record<string, string>;
  cwd: string;
  log: string;
  /** Where it is looked at; the answer must come from this process, not from a stranger on the same port. */
  port: number;
  /** The OS user to run as, when it is not ours. */
  user?: { uid: number; gid: number } | undefined;
  stopSignal: NodeJS.Signals;
  /** How long it may take to end after `stopSignal` before it is killed. */
  graceMs: number;
  /** `starting`: look closely, it may be expensive. Otherwise it runs every second and must be cheap. */
  probe: (phase: 'starting' | 'running') => Promise<Probe>;
  /** Runs each time this part has become ready, before the next part starts. */
  onReady?: () => Promise<void>;
}

/**
 * What a component needs to run, or why it cannot. `fatal`: the stack must not start at all.
 * `watch` is the look at something that is not ours and therefore has no parts.
 */
export type Found =
  | { ok: true; how: string; parts: Part[]; watch?: Part['probe'] }
  | { ok: false; reason: string; fix: string; fatal?: boolean };
