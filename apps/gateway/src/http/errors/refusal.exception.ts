import type { Refusal } from './problem.js';

/** Throw it from hooks, guards and parsers of the edge; controllers throw `FailureError`. */
export class RefusalException extends Error {
  readonly refusal: Refusal;
  override readonly name = 'RefusalException';

  constructor(refusal: Refusal) {
    super(refusal.detail);
    this.refusal = refusal;
  }
}
