import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, fstatSync, openSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { type Identity, identify, killAll, signalAll, treeOf } from './identity.ts';
import { listensOn } from './listeners.ts';
import type { Part, Probe } from './part.ts';

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
  error?: Error;
}

/** A started part. It has its own process group, so a Ctrl-C on the terminal reaches only the supervisor. */
export class RunningPart {
  readonly part: Part;
  readonly pid: number | undefined;
  readonly identity: Identity | undefined;
  readonly exited: Promise<Exit>;
  exit: Exit | undefined;
  /** Where in the log its own words begin. */
  readonly logFrom: number;
  private readonly child: ChildProcess;

  constructor(part: Part) {
    this.part = part;
    const log = openSync(part.log, 'a');
    this.logFrom = fstatSync(log).size;
    this.child = spawn(part.command, part.args, {
      cwd: part.cwd,
      env: part.env,
      detached: true,
      stdio: ['ignore', log, log],
      ...part.user,
    });
    closeSync(log);
    this.pid = this.child.pid;
    this.identity = this.pid === undefined ? undefined : identify(this.pid);
    this.exited = new Promise((resolve) => {
      const end = (exit: Exit) => {
        this.exit ??= exit;
        resolve(this.exit);
      };
      this.child.once('error', (error) => end({ code: null, signal: null, error }));
      this.child.once('exit', (code, signal) => end({ code, signal }));
    });
  }

  /** A good answer counts only when it is this process that gave it. */
  sawOwn(probe: Probe): Probe {
    if (!probe.ready || this.exit || !this.identity || listensOn(this.identity, this.part.port)) return probe;
    return { ready: false, why: `another process answers on port ${this.part.port}`, answered: false };
  }

  /** Signals the process and everything below it (a database's sessions are processes of their own). */
  signalTree(signal: NodeJS.Signals): void {
    if (this.identity) signalAll(treeOf(this.identity), signal);
  }

  /** Asks it to end, then makes it end; nothing below it stays. */
  async stop(): Promise<void> {
    if (this.exit || !this.identity) return;
    const tree = treeOf(this.identity);
    signalAll(tree, 'SIGCONT');
    signalAll([this.identity], this.part.stopSignal);
    const timeout = new AbortController();
    await Promise.race([this.exited, delay(this.part.graceMs, undefined, { signal: timeout.signal }).catch(() => {})]);
    timeout.abort();
    if (!this.exit) tree.push(...treeOf(this.identity));
    await killAll(tree);
    await this.exited;
  }

  async kill(): Promise<void> {
    if (this.exit || !this.identity) return;
    await killAll(treeOf(this.identity));
    await this.exited;
  }
}
