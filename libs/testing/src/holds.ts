/** Where a call is held: before the callee has seen it, or when it is done and its caller does not know yet. */
export type HoldPoint = 'request' | 'reply';

interface Waiting {
  go: (through: boolean) => void;
}

/** Calls that are stopped on their way, for a spec that kills a process meanwhile. */
export class Holds {
  private armed: { what: string; at: HoldPoint } | undefined;
  private waiting: Waiting[] = [];

  /** How many are held now. */
  get held(): number {
    return this.waiting.length;
  }

  /** From now on every such call is held there, until `release`. */
  hold(what: string, at: HoldPoint): void {
    this.armed = { what, at };
  }

  /** Nothing is held any more. `break`: the connections of what was held are cut. */
  release(how: 'go' | 'break' = 'go'): void {
    this.armed = undefined;
    for (const { go } of this.waiting.splice(0)) go(how === 'go');
  }

  /** Whether a call would be held at this point. */
  holds(what: string, at: HoldPoint): boolean {
    return this.armed?.what === what && this.armed.at === at;
  }

  /** Resolves when the call may go on; false: cut its connection. */
  pass(what: string, at: HoldPoint): Promise<boolean> {
    if (!this.holds(what, at)) return Promise.resolve(true);
    return new Promise((go) => this.waiting.push({ go }));
  }
}
