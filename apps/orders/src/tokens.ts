/** Injection token of the pool. */
export const POOL = Symbol('pool');
