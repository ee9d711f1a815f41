import type { Refusal } from '../errors/problem.js';
import type { Role } from './roles.decorator.js';

/** Who asks: an anonymous caller, the subject of a valid token, or the bearer of one that is refused where a role is needed. */
export type Caller =
  | { kind: 'anonymous' }
  | { kind: 'known'; subject: string; role: Role }
  | { kind: 'refused'; refusal: Refusal };

export const ANONYMOUS: Caller = { kind: 'anonymous' };

/** Who the token speaks for; undefined for a request without a good one. */
export const subjectOf = ({ caller }: { caller: Caller }): string | undefined =>
  caller.kind === 'known' ? caller.subject : undefined;

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by `identifyCallers` before anything else looks at the request. */
    caller: Caller;
  }
}
