/** What paying with a token does. */
export interface Behaviour {
  /** Declined, and why. */
  declined?: string;
  /** Milliseconds until it is authorised; pending until then. */
  settlesAfterMs?: number;
  /** How the first request is answered. `when-settled`: not before it is authorised; `break`: the connection ends. */
  answer: 'at-once' | 'when-settled' | 'accepted' | 'break';
  /** Neither found by a lookup nor answered until it has settled. */
  hidden?: true;
  /** So many requests for a reference are answered with 500 before anything is charged. */
  errorsFirst?: number;
  refusesCapture?: true;
}

/** The tokens that the shop's documentation names. */
export const TOKENS: Record<string, Behaviour> = {
  tok_ok: { answer: 'at-once' },
  tok_declined: { answer: 'at-once', declined: 'insufficient_funds' },
  tok_slow: { answer: 'when-settled', settlesAfterMs: 5_000 },
  tok_lost_reply: { answer: 'break' },
  tok_error: { answer: 'at-once', errorsFirst: 3 },
  tok_webhook_only: { answer: 'accepted', settlesAfterMs: 1_000 },
  tok_late: { answer: 'break', settlesAfterMs: 8_000, hidden: true },
  tok_capture_refused: { answer: 'at-once', refusesCapture: true },
};

/** Unknown tokens are declined: a token that this service has not made pays nothing. */
export function behaviourOf(token: string): Behaviour {
  return Object.hasOwn(TOKENS, token) ? (TOKENS[token] as Behaviour) : { answer: 'at-once', declined: 'unknown_token' };
}
