/** Where a request can be held: before anything was decided, or when it is done and not yet answered. */
export type HoldPoint = 'request' | 'reply';

export interface HoldWish {
  operation: string;
  at: HoldPoint;
  /** This order only. */
  reference?: string;
}

interface Held extends HoldWish {
  go: (answered: boolean) => void;
}

/** Requests that a test has stopped half way. */
export class Holds {
  private readonly armed: HoldWish[] = [];
  private readonly held: Held[] = [];

  /** The next request that fits is held, once. */
  arm(wish: HoldWish): void {
    this.armed.push(wish);
  }

  list(): { armed: HoldWish[]; held: HoldWish[] } {
    return { armed: this.armed, held: this.held.map(({ go: _go, ...wish }) => wish) };
  }

  /** Lets go of everything, held or to be held. `answered` false: the connections of what was held break. */
  release(answered: boolean): void {
    this.armed.length = 0;
    for (const { go } of this.held.splice(0)) go(answered);
  }

  /** False: the connection has to break. */
  async pass(operation: string, at: HoldPoint, reference?: string): Promise<boolean> {
    const fits = (wish: HoldWish) =>
      wish.operation === operation && wish.at === at && (wish.reference ?? reference) === reference;
    const index = this.armed.findIndex(fits);
    if (index === -1) return true;
    this.armed.splice(index, 1);
    return new Promise((go) => this.held.push({ operation, at, ...(reference && { reference }), go }));
  }
}
