import type { Failure } from '@app/contracts';

/**
 * Throw it from a controller when the answer is an expected failure: the problem filter turns it into problem details.
 * Never logged as an error, and it never carries internals.
 */
export class ProblemException extends Error {
  override readonly name = 'ProblemException';

  constructor(readonly failure: Failure) {
    super(failure.message);
  }
}
