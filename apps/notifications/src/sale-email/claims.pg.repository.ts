import { randomUUID } from 'node:crypto';
import { classifyPgError, type Pool } from '@app/postgres';

/** The mail that somebody wants to send. */
export interface ClaimRequest {
  eventId: string;
  orderId: string;
  recipient: string;
  subject: string;
  traceId: string;
  leaseSeconds: number;
  /** Take over a mail that may have gone out: always, only when an operator asked for it after that happened, or never. */
  resend: 'always' | 'never' | { askedAt: Date };
}

/**
 * `mine`: send it now. `sent`: it went out. `leased`: another process sends it. `unknown`: it may have gone out.
 * `invalid`: the values cannot be stored. `unavailable`: the database cannot be used now.
 */
export type Claim =
  | { claim: 'mine'; attempt: number }
  | { claim: 'sent' | 'leased' | 'unknown' }
  | { claim: 'invalid' | 'unavailable'; reason: string };

/** How a claimed send ended. */
export type Ending = { state: 'sent' } | { state: 'failed' | 'unknown'; reason: string };

/** Written, or the reason why the database cannot be used now. */
export type Recorded = { ok: true } | { ok: false; reason: string };

/**
 * One statement: claims what is new, what failed for sure, and what this process claimed before it lost the answer. What may
 * have gone out (an expired lease included) is claimed only if that is wanted. Without a claim it answers the row's state.
 */
const CLAIM = `
  WITH mine AS (
    INSERT INTO notifications AS n (event_id, order_id, recipient, subject, trace_id, claimed_by, state, lease_until)
    VALUES ($1, $2, $3, $4, $5, $6, 'claimed', clock_timestamp() + make_interval(secs => $7))
    ON CONFLICT (event_id) DO UPDATE SET
      state = 'claimed', claimed_by = excluded.claimed_by, lease_until = excluded.lease_until,
      recipient = excluded.recipient, subject = excluded.subject, trace_id = excluded.trace_id,
      attempts = n.attempts + 1, last_error = NULL, updated_at = clock_timestamp()
    WHERE n.state = 'failed'
       OR (n.state = 'claimed' AND n.claimed_by = excluded.claimed_by)
       OR (($8 OR n.updated_at < $9)
           AND (n.state = 'unknown' OR (n.state = 'claimed' AND n.lease_until <= clock_timestamp())))
    RETURNING attempts
  )
  SELECT 'mine' AS state, attempts FROM mine
  UNION ALL
  SELECT CASE WHEN state = 'claimed' AND lease_until <= clock_timestamp() THEN 'unknown' ELSE state END, attempts
  FROM notifications WHERE event_id = $1 AND NOT EXISTS (SELECT FROM mine)`;

/** A mail that went out went out, whoever holds the claim by now. */
const RECORD_SENT = `
  UPDATE notifications
  SET state = 'sent', last_error = NULL, sent_at = clock_timestamp(), updated_at = clock_timestamp()
  WHERE event_id = $1`;

/** Only by who still holds the claim. */
const RECORD_NOT_SENT = `
  UPDATE notifications SET state = $3, last_error = $4, updated_at = clock_timestamp()
  WHERE event_id = $1 AND attempts = $2 AND state = 'claimed'`;

/** Who sends which mail, and how that ended: the notification log. */
export class ClaimsRepository {
  /** Of this process, until it ends. */
  readonly #claimant = randomUUID();

  constructor(private readonly pool: Pool) {}

  async claim({ eventId, orderId, recipient, subject, traceId, leaseSeconds, resend }: ClaimRequest): Promise<Claim> {
    const askedAt = typeof resend === 'object' ? resend.askedAt : null;
    try {
      const { rows } = await this.pool.query<{ state: string; attempts: number }>({
        name: 'claim',
        text: CLAIM,
        values: [
          eventId,
          orderId,
          recipient,
          subject,
          traceId,
          this.#claimant,
          leaseSeconds,
          resend === 'always',
          askedAt,
        ],
      });
      const [row] = rows;
      if (row?.state === 'mine') return { claim: 'mine', attempt: row.attempts };
      // No row, or a state that could be claimed: another process claimed it in the same moment.
      return { claim: row?.state === 'sent' || row?.state === 'unknown' ? row.state : 'leased' };
    } catch (error) {
      return { claim: classifyPgError(error).kind === 'data' ? 'invalid' : 'unavailable', reason: reasonOf(error) };
    }
  }

  /** @param attempt of the claim */
  async record(eventId: string, attempt: number, ending: Ending): Promise<Recorded> {
    try {
      if (ending.state === 'sent') await this.pool.query({ name: 'sent', text: RECORD_SENT, values: [eventId] });
      else await this.pool.query(RECORD_NOT_SENT, [eventId, attempt, ending.state, ending.reason]);
      return { ok: true };
    } catch (error) {
      return { ok: false, reason: reasonOf(error) };
    }
  }

  /** Why the database cannot be used now; undefined when it can. */
  async unavailable(): Promise<string | undefined> {
    try {
      await this.pool.query('SELECT FROM notifications LIMIT 0');
      return undefined;
    } catch (error) {
      return reasonOf(error);
    }
  }
}

const UNDEFINED_TABLE = '42P01';

function reasonOf(error: unknown): string {
  if (classifyPgError(error).code === UNDEFINED_TABLE) return 'no table notifications: run `npm run migrate -- up`';
  const first = error instanceof AggregateError ? error.errors[0] : error;
  return first instanceof Error ? first.message : String(first);
}
