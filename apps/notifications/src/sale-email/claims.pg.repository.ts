import { randomUUID } from 'node:crypto';
import { Batcher, slots } from '@app/batching';
import { classifyPgError, type Pool } from '@app/postgres';
import { CLAIM, RECORD_NOT_SENT, RECORD_SENT } from './claims.pg.statements.js';

/** The mail that somebody wants to send. */
export interface ClaimRequest {
  eventId: string;
  orderId: string;
  recipient: string;
  subject: string;
  traceId: string;
  /** Take over a mail that may have gone out: always, never, or only if an operator asked for it after that happened. */
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

type Row = { event_id: string; state: string; attempts: number };

/** One batch gathers while two run. */
const BATCHES = { maxBatch: 500, gather: slots(2) };

/** Who sends which mail, and how that ended: the notification log. */
export class ClaimsRepository {
  /** Of this process, until it ends. */
  readonly #claimant = randomUUID();
  readonly #claims = new Batcher({ ...BATCHES, run: (requests: ClaimRequest[]) => this.#claimAll(requests) });
  readonly #sent = new Batcher({ ...BATCHES, run: (eventIds: string[]) => this.#recordSent(eventIds) });

  /** @param leaseSeconds who is silent for so long after a claim does not send the mail any more */
  constructor(
    private readonly pool: Pool,
    private readonly leaseSeconds: number,
  ) {}

  /** Calls of one process for the same event must not overlap. */
  claim(request: ClaimRequest): Promise<Claim> {
    return this.#claims.submit(request);
  }

  /** @param attempt of the claim */
  record(eventId: string, attempt: number, ending: Ending): Promise<Recorded> {
    if (ending.state === 'sent') return this.#sent.submit(eventId);
    return this.#written(this.pool.query(RECORD_NOT_SENT, [eventId, attempt, ending.state, ending.reason]));
  }

  /** Why the database cannot be used now; undefined when it can. */
  async unavailable(): Promise<string | undefined> {
    const result = await this.#written(this.pool.query('SELECT FROM notifications LIMIT 0'));
    return result.ok ? undefined : result.reason;
  }

  async #claimAll(requests: ClaimRequest[]): Promise<Claim[]> {
    try {
      const values = [...columnsOf(requests), this.#claimant, this.leaseSeconds];
      const { rows } = await this.pool.query<Row>({ name: 'claim', text: CLAIM, values });
      const byEvent = new Map(rows.map((row) => [row.event_id, row]));
      return requests.map(({ eventId }) => claimOf(byEvent.get(eventId.toLowerCase())));
    } catch (error) {
      const reason = reasonOf(error);
      if (classifyPgError(error).kind !== 'data') return requests.map(() => ({ claim: 'unavailable', reason }));
      if (requests.length === 1) return [{ claim: 'invalid', reason }];
      // One of them cannot be stored; the others can.
      return (await Promise.all(requests.map((request) => this.#claimAll([request])))).flat();
    }
  }

  async #recordSent(eventIds: string[]): Promise<Recorded[]> {
    const result = await this.#written(this.pool.query({ name: 'sent', text: RECORD_SENT, values: [eventIds] }));
    return eventIds.map(() => result);
  }

  async #written(query: Promise<unknown>): Promise<Recorded> {
    try {
      await query;
      return { ok: true };
    } catch (error) {
      return { ok: false, reason: reasonOf(error) };
    }
  }
}

function columnsOf(requests: ClaimRequest[]): unknown[][] {
  return [
    requests.map(({ eventId }) => eventId),
    requests.map(({ orderId }) => orderId),
    requests.map(({ recipient }) => recipient),
    requests.map(({ subject }) => subject),
    requests.map(({ traceId }) => traceId),
    requests.map(({ resend }) => resend === 'always'),
    requests.map(({ resend }) => (typeof resend === 'object' ? resend.askedAt : null)),
  ];
}

function claimOf(row: Row | undefined): Claim {
  if (row?.state === 'mine') return { claim: 'mine', attempt: row.attempts };
  // No row, or a state that could be claimed: another process claimed it in the same moment.
  return { claim: row?.state === 'sent' || row?.state === 'unknown' ? row.state : 'leased' };
}

const UNDEFINED_TABLE = '42P01';

function reasonOf(error: unknown): string {
  if (classifyPgError(error).code === UNDEFINED_TABLE) return 'no table notifications: run `npm run migrate -- up`';
  const first = error instanceof AggregateError ? error.errors[0] : error;
  return first instanceof Error ? first.message : String(first);
}
