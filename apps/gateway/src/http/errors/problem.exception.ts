import type { Failure } from '@app/contracts';

/**
 * Throw it from a controller when the answer is an expected failure: the problem filter turns it into problem details.
 * Never logged as an error, and it never carries internals.
 */
export class ProblemException extends Error {
  readonly failure: Failure;
  override readonly name = 'ProblemException';

  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}
