import type { Caller } from './caller.js';

const MAX_TOKENS = 1_000;
/** A revoked key stays valid at most this long. */
const MAX_AGE_MS = 60_000;

/** Tokens that were found valid a moment ago: checking a signature costs as much as the rest of the edge. */
export class KnownTokens {
  private readonly tokens = new Map<string, { caller: Caller; until: number }>();

  /** The bearer of a token, unless it is unknown or has expired meanwhile. */
  get(token: string, now = Date.now()): Caller | undefined {
    const known = this.tokens.get(token);
    if (!known) return undefined;
    if (known.until > now) return known.caller;
    this.tokens.delete(token);
    return undefined;
  }

  /** @param expires `exp` of the token, in seconds */
  add(token: string, caller: Caller, expires: number, now = Date.now()): void {
    const oldest = this.tokens.keys().next();
    if (this.tokens.size >= MAX_TOKENS && !oldest.done) this.tokens.delete(oldest.value);
    this.tokens.set(token, { caller, until: Math.min(expires * 1_000, now + MAX_AGE_MS) });
  }
}
