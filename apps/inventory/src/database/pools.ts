/** Injection token of the pool that only sales use: small, pipelined, never waiting for queries of other kinds. */
export const SALES_POOL = Symbol('sales pool');

/** Injection token of the pool for everything else. */
export const POOL = Symbol('pool');
