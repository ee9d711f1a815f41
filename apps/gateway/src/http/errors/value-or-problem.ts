import type { Failure } from '@app/contracts';
import { ProblemException } from './problem.exception.js';

/** The result itself, or its failure as the exception that the problem filter answers. */
export function okOrProblem<T extends { ok: true }>(result: T | Failure): T {
  if (result.ok) return result;
  throw new ProblemException(result);
}
