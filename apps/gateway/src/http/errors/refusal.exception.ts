import type { Refusal } from './problem.js';

/** Throw it from hooks, guards and parsers of the front door; controllers throw `ProblemException`. */
export class RefusalException extends Error {
  override readonly name = 'RefusalException';

  constructor(readonly refusal: Refusal) {
    super(refusal.detail);
  }
}
