/** For each state the events it reacts to and the state that follows; an event that is not listed is ignored there. */
export type Transitions<S extends string, E extends string> = {
  readonly [state in S]: { readonly [event in E]?: S };
};

/** Holds one state and changes it only along its table. `onEnter` runs after each change. */
export class Machine<S extends string, E extends string> {
  private readonly table: Transitions<S, E>;
  private readonly onEnter: (state: S, from: S) => void;
  private current: S;

  constructor(table: Transitions<S, E>, initial: S, onEnter: (state: S, from: S) => void = () => {}) {
    this.table = table;
    this.onEnter = onEnter;
    this.current = initial;
  }

  get state(): S {
    return this.current;
  }

  /** True when the event changed the state. */
  send(event: E): boolean {
    const next = this.table[this.current][event];
    if (next === undefined) return false;
    const from = this.current;
    this.current = next;
    this.onEnter(next, from);
    return true;
  }
}
