/** What the broker holds against what we declare, from a 406 PRECONDITION_FAILED. */
export type Mismatch = { argument: string; resource: string; wanted: string; found: string };

const PRECONDITION_FAILED = 406;
const INEQUIVALENT = /inequivalent arg '([^']+)' for (\w+ '[^']+').*?: received (.+?) but current is (.+?)"?$/s;

/**
 * Reads the difference out of the broker's text; undefined for every other error. There is no structured form of it:
 * a 406 carries only this sentence (rabbit_misc:assert_field_equivalence).
 */
export function mismatchOf(error: unknown): Mismatch | undefined {
  if (!(error instanceof Error) || (error as { code?: unknown }).code !== PRECONDITION_FAILED) return undefined;
  const [, argument, resource, wanted, found] = INEQUIVALENT.exec(error.message) ?? [];
  if (!argument || !resource || !wanted || !found) return undefined;
  return { argument, resource, wanted: wanted.trim(), found: found.trim() };
}
