import { setTimeout as delay } from 'node:timers/promises';
import { describe, StackError } from './failure.ts';
import { tailOf } from './log-tail.ts';
import { backOff, type Event, lookAgain, next, type PublicState, publicState, type State } from './machine.ts';
import type { Found, Part, Probe } from './processes/part.ts';
import { type Exit, RunningPart } from './processes/running-part.ts';

/** An engine or a service, as declared. */
export interface ComponentSpec {
  name: string;
  kind: 'engine' | 'service';
  port: number;
  /** Of health and metrics, where that is another one than `port`. */
  opsPort?: number;
  /** Whom it cannot be ready without; when one of these is missing, that is its reason too. */
  needs: string[];
  log: string;
  /** The variable that named it, when it is external: watched, never touched. */
  external?: string;
  /** Nice to have: never stands in the way of the rest. */
  optional?: boolean;
  find: () => Promise<Found>;
}

export interface Hooks {
  /** The state, a pid or a reason has changed. */
  changed: () => void;
  say: (line: string) => void;
  /** It cannot run at all, and never has. True: the stack as a whole gives up, so there is nothing more to do here. */
  fatal: (error: StackError) => boolean;
}

const PROBE_STARTING_MS = 100;
const PROBE_RUNNING_MS = 400;
/** Each probe costs the supervisor and the component: one that is ready is asked less often. */
const PROBE_READY_MS = 4_000;
const START_WITHIN_MS = 120_000;
const STOPPED_WITHIN_MS = 30_000;
const STEADY_AFTER_MS = 10_000;
const FRUITLESS_STARTS = 2;

/** One engine or service under supervision: started, watched, restarted, and controlled by commands. */
export class Component {
  readonly spec: ComponentSpec;
  how = '';
  reason = '';
  fix = '';
  /** Set when it has ended by itself without ever having been ready. */
  neverRan: StackError | undefined;
  private state: State = 'stopped';
  private parts: RunningPart[] = [];
  /** Grows with each start and stop; whatever belongs to an older one has no say any more. */
  private generation = 0;
  private crashes = 0;
  private fruitless = 0;
  private looks = 0;
  private everReady = false;
  private since = Date.now();
  private readonly waiting = new Set<() => void>();
  private readonly hooks: Hooks;

  constructor(spec: ComponentSpec, hooks: Hooks) {
    this.spec = spec;
    this.hooks = hooks;
  }

  get publicState(): PublicState {
    return publicState(this.state);
  }

  get detail(): State {
    return this.state;
  }

  /** The process that does the work, never a wrapper or a helper. */
  get pid(): number | null {
    const main = this.parts.findLast((part) => part.part.name === this.spec.name);
    return main && !main.exit ? (main.pid ?? null) : null;
  }

  get processes(): RunningPart[] {
    return this.parts.filter((part) => !part.exit);
  }

  /** Resolves when it is in one of these states (true), or when the time is over (false). */
  until(states: State[], timeoutMs: number): Promise<boolean> {
    if (states.includes(this.state)) return Promise.resolve(true);
    return new Promise((resolve) => {
      const end = (reached: boolean) => {
        clearTimeout(timer);
        this.waiting.delete(look);
        resolve(reached);
      };
      const look = () => states.includes(this.state) && end(true);
      const timer = timeoutMs === Number.POSITIVE_INFINITY ? undefined : setTimeout(() => end(false), timeoutMs);
      this.waiting.add(look);
    });
  }

  async start(): Promise<void> {
    if (this.state === 'paused') return this.resume();
    // A start that comes while the stop is still under way is meant for afterwards, not for nothing.
    if (this.state === 'stopping') await this.until(['stopped'], STOPPED_WITHIN_MS);
    if (next(this.state, 'start')) await this.launch('start');
  }

  /** `hard`: SIGKILL at once, for data that is not needed any more. */
  async stop(how: 'gently' | 'hard' = 'gently'): Promise<void> {
    if (this.state === 'stopped') return;
    if (this.state === 'stopping') return void (await this.until(['stopped'], STOPPED_WITHIN_MS));
    this.generation++;
    this.enter('stop');
    for (const part of this.parts.toReversed()) await (how === 'hard' ? part.kill() : part.stop());
    this.parts = [];
    this.enter('gone');
  }

  /** A crash by hand: healed like any other. */
  async kill(): Promise<void> {
    await Promise.all(this.parts.map((part) => part.kill()));
  }

  pause(): boolean {
    if (this.state === 'paused') return true;
    if (!next(this.state, 'pause')) return false;
    this.enter('pause', `paused; goes on with: npm run stack -- resume ${this.spec.name}`);
    for (const part of this.parts) part.signalTree('SIGSTOP');
    return true;
  }

  async resume(): Promise<void> {
    if (this.state !== 'paused') return this.start();
    for (const part of this.parts) part.signalTree('SIGCONT');
    this.enter('resume', 'resumed, not ready yet');
  }

  private enter(event: Event, reason = '', fix = ''): boolean {
    const state = next(this.state, event);
    if (!state) return false;
    this.state = state;
    this.reason = reason;
    this.fix = fix;
    this.hooks.changed();
    for (const look of [...this.waiting]) look();
    return true;
  }

  private async launch(event: 'start' | 'retry'): Promise<void> {
    // A look for an engine that was missing is not worth a new state until it finds something.
    const looksAgain = event === 'retry' && this.state === 'missing';
    if (!looksAgain && !this.enter(event)) return;
    const generation = ++this.generation;
    const found = await this.spec.find().catch(asNotFound);
    if (generation !== this.generation) return;
    if (!found.ok) return this.missing(found, generation);
    this.how = found.how;
    this.looks = 0;
    this.since = Date.now();
    this.enter('found');
    try {
      if (!(await this.raise(found.parts, generation))) return;
    } catch (error) {
      return this.giveUpStart(generation, describe(error));
    }
    if (!found.watch) this.becomeReady();
    void this.watch(generation, found.watch ?? found.parts.at(-1)?.probe);
  }

  /** Starts the parts, each when the one before is ready. False: meanwhile something else was decided. */
  private async raise(parts: Part[], generation: number): Promise<boolean> {
    this.parts = [];
    for (const part of parts) {
      const running = new RunningPart(part);
      this.parts.push(running);
      this.hooks.changed();
      void running.exited.then((exit) => this.onExit(generation, running, exit));
      await this.untilReady(running, generation);
      if (generation === this.generation) await part.onReady?.();
      if (generation !== this.generation) return false;
    }
    return true;
  }

  private missing(found: Extract<Found, { ok: false }>, generation: number): void {
    if (found.fatal && this.giveUp(new StackError(`${this.spec.name}: ${found.reason}`, found.fix))) return;
    if (this.state !== 'missing') this.hooks.say(`${this.spec.name} waits: ${found.reason}. To do: ${found.fix}`);
    this.enter('not-found', found.reason, found.fix);
    this.looks++;
    this.retryIn(lookAgain(this.looks), generation);
  }

  private becomeReady(): void {
    if (this.state === 'ready' || !this.enter('probe-yes')) return;
    const seconds = ((Date.now() - this.since) / 1000).toFixed(1);
    this.hooks.say(
      `${this.spec.name} is ready${this.everReady ? ' again' : ''} (${seconds} s${this.how ? `, ${this.how}` : ''})`,
    );
    this.everReady = true;
    this.neverRan = undefined;
    this.since = Date.now();
  }

  private async untilReady(running: RunningPart, generation: number): Promise<void> {
    const deadline = Date.now() + START_WITHIN_MS;
    while (generation === this.generation && !running.exit) {
      const probe = running.sawOwn(await running.part.probe('starting'));
      if (probe.ready) return;
      if (this.spec.kind === 'service' && probe.answered) this.sayNo(probe);
      if (Date.now() > deadline && this.state === 'starting')
        throw new Error(`not ready after ${START_WITHIN_MS / 1000} s: ${probe.why}`);
      await delay(PROBE_STARTING_MS);
    }
  }

  /** While it runs: an answer counts at once; silence must repeat itself, for a busy machine is silent now and then. */
  private async watch(generation: number, look: Part['probe'] | undefined): Promise<void> {
    let silent = 0;
    while (look && generation === this.generation) {
      const pause = this.state === 'ready' && silent === 0 ? PROBE_READY_MS : PROBE_RUNNING_MS;
      // The process that is watched keeps this one alive, not the next look at it: nothing ends later for that.
      await delay(pause, undefined, { ref: false });
      if (generation !== this.generation || this.state === 'paused') continue;
      const probe = await look('running');
      if (generation !== this.generation) return;
      silent = probe.ready || probe.answered ? 0 : silent + 1;
      if (probe.ready) this.becomeReady();
      else if (probe.answered || silent >= 2) this.sayNo(probe);
    }
  }

  private sayNo(probe: Extract<Probe, { ready: false }>): void {
    if (this.state === 'unready' && this.reason !== probe.why) {
      this.reason = probe.why;
      this.hooks.changed();
    }
    if (this.state === 'ready') {
      this.since = Date.now();
      this.hooks.say(`${this.spec.name} is not ready any more: ${probe.why}`);
    }
    this.enter('probe-no', probe.why);
  }

  private onExit(generation: number, running: RunningPart, exit: Exit): void {
    if (generation !== this.generation) return;
    this.generation++;
    const how = exit.error
      ? describe(exit.error)
      : exit.signal
        ? `ended by ${exit.signal}`
        : `ended with code ${exit.code}`;
    const steady = this.state === 'ready' && Date.now() - this.since > STEADY_AFTER_MS;
    this.crashes = steady ? 1 : this.crashes + 1;
    void this.recover(`${running.part.name} ${how}`, exit.signal === null);
  }

  private async giveUpStart(generation: number, why: string): Promise<void> {
    if (generation !== this.generation) return;
    this.generation++;
    this.crashes++;
    await this.recover(`${this.spec.name}: ${why}`, true);
  }

  private async recover(what: string, byItself: boolean): Promise<void> {
    const generation = this.generation;
    const pause = backOff(this.crashes);
    this.enter('exited', `${what}; starts again`);
    await Promise.all(this.parts.map((part) => part.kill()));
    this.hooks.changed();
    if (generation !== this.generation) return;
    if (byItself && !this.everReady) this.neverRan = this.lastWords(what);
    if (this.neverRan && ++this.fruitless >= FRUITLESS_STARTS && this.giveUp(this.neverRan)) return;
    this.hooks.say(`${what}; starting it again in ${pause / 1000} s`);
    this.retryIn(pause, generation);
  }

  private giveUp(error: StackError): boolean {
    return !this.everReady && !this.spec.optional && this.hooks.fatal(error);
  }

  private lastWords(what: string): StackError {
    const from = this.parts.at(-1)?.logFrom;
    const lines = tailOf(this.spec.log, 8, from).map((line) => `    ${line}`);
    return new StackError(
      [`${what} and never was ready. Its last words:`, ...lines].join('\n'),
      `the whole log: ${this.spec.log}`,
    );
  }

  private retryIn(ms: number, generation: number): void {
    void delay(ms, undefined, { ref: false }).then(() => {
      if (generation === this.generation) void this.launch('retry');
    });
  }
}

function asNotFound(error: unknown): Found {
  const fix = error instanceof StackError ? error.fix : 'see the message';
  return { ok: false, reason: describe(error), fix, fatal: true };
}
