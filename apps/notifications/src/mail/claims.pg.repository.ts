import { randomUUID } from 'node:crypto';
import { textOf } from '@app/base';
import { Batcher, slots } from '@app/batching';
import {
  classifyPgError,
  PG_TIMEOUTS,
  type Pool,
  type PoolClient,
  roundTrip,
  textArray,
  uuidArray,
} from '@app/postgres';
import { CLAIM, CLAIM_SENT, RECORD_LATE, RECORD_NOT_SENT, RECORD_SENT } from './claims.pg.statements.js';

/** The mail to be sent. */
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

/** The server ends a transaction that is idle for longer, and what it had claimed is free again. */
const STILL_OURS_MS = PG_TIMEOUTS.idleInTransaction * 0.8;

/** One batch gathers while two run. */
const BATCHES = { maxBatch: 500, gather: slots(2) };

/** Who sends which mail, and how that ended: the notification log. */
export class ClaimsRepository {
  private readonly pool: Pool;
  private readonly leaseSeconds: number;
  /** Of this process, until it ends. */
  private readonly claimant = randomUUID();
  private readonly claims = new Batcher({ ...BATCHES, run: (requests: ClaimRequest[]) => this.claimAll(requests) });
  private readonly sent = new Batcher({ ...BATCHES, run: (eventIds: string[]) => this.recordSent(eventIds) });

  /** @param leaseSeconds who is silent for so long after a claim does not send the mail any more */
  constructor(pool: Pool, leaseSeconds: number) {
    this.pool = pool;
    this.leaseSeconds = leaseSeconds;
  }

  /** Calls of one process for the same event must not overlap. */
  claim(request: ClaimRequest): Promise<Claim> {
    return this.claims.submit(request);
  }

  /** @param attempt of the claim */
  record(eventId: string, attempt: number, ending: Ending): Promise<Recorded> {
    if (ending.state === 'sent') return this.sent.submit(eventId);
    return this.written(this.pool.query(RECORD_NOT_SENT, [eventId, attempt, ending.state, ending.reason]));
  }

  /**
   * Claims, calls `write` with the events that are this process's, and records them as sent, all in one transaction. Nobody
   * else can claim them meanwhile, and they are free at once when this process dies. `write` must not throw; it may be called
   * several times, each time for other events. Without `recorded.ok` it is unknown whether the transaction is committed.
   */
  async claimAndRecord(
    requests: ClaimRequest[],
    write: (mine: ReadonlySet<string>) => void,
  ): Promise<{ claims: Claim[]; recorded: Recorded }> {
    let client: PoolClient | undefined;
    let claims: Claim[] | undefined;
    let broken = true;
    try {
      client = await this.pool.connect();
      claims = await this.claimInTransaction(client, requests);
      write(mineOf(requests, claims));
      await commit(client);
      broken = false;
      return { claims, recorded: { ok: true } };
    } catch (error) {
      if (claims) return { claims, recorded: { ok: false, reason: reasonOf(error) } };
      return await this.notClaimed(requests, error, (request) => this.claimAndRecord([request], write));
    } finally {
      client?.release(broken);
    }
  }

  /** Mails that went out in a {@link claimAndRecord} whose end is not known. */
  recordLate(requests: ClaimRequest[]): Promise<Recorded> {
    return this.written(this.pool.query(RECORD_LATE, [...columnsOf(requests), this.claimant]));
  }

  /** Why the database cannot be used now; undefined when it can. */
  async unavailable(): Promise<string | undefined> {
    const result = await this.written(this.pool.query('SELECT FROM notifications LIMIT 0'));
    return result.ok ? undefined : result.reason;
  }

  private async claimAll(requests: ClaimRequest[]): Promise<Claim[]> {
    try {
      const { rows } = await this.pool.query<Row>({ name: 'claim', text: CLAIM, values: this.valuesOf(requests) });
      return claimsOf(requests, rows);
    } catch (error) {
      const again = async (request: ClaimRequest) => ({ claims: await this.claimAll([request]), recorded: DONE });
      return (await this.notClaimed(requests, error, again)).claims;
    }
  }

  private async claimInTransaction(client: PoolClient, requests: ClaimRequest[]): Promise<Claim[]> {
    let askedAt = performance.now();
    const claim = { name: 'claim_sent', text: CLAIM_SENT, values: this.valuesOf(requests) };
    const [, answer] = await roundTrip(client, [BEGIN, claim]);
    // Frozen for a while, or a slow server: the process still holds the claims.
    while (performance.now() - askedAt > STILL_OURS_MS) {
      askedAt = performance.now();
      await roundTrip(client, [STILL_THERE]);
    }
    return claimsOf(requests, answer?.rows ?? []);
  }

  /** One of them cannot be stored; the others can. */
  private async notClaimed(
    requests: ClaimRequest[],
    error: unknown,
    again: (request: ClaimRequest) => Promise<{ claims: Claim[]; recorded: Recorded }>,
  ): Promise<{ claims: Claim[]; recorded: Recorded }> {
    const reason = reasonOf(error);
    const all = (claim: Claim) => ({ claims: requests.map(() => claim), recorded: DONE });
    if (classifyPgError(error).kind !== 'data') return all({ claim: 'unavailable', reason });
    if (requests.length === 1) return all({ claim: 'invalid', reason });
    const each = await Promise.all(requests.map(again));
    return {
      claims: each.flatMap(({ claims }) => claims),
      recorded: each.find(({ recorded }) => !recorded.ok)?.recorded ?? DONE,
    };
  }

  private valuesOf(requests: ClaimRequest[]): (string | Buffer)[] {
    return [...columnsOf(requests), this.claimant, String(this.leaseSeconds)];
  }

  private async recordSent(eventIds: string[]): Promise<Recorded[]> {
    const result = await this.written(this.pool.query({ name: 'sent', text: RECORD_SENT, values: [eventIds] }));
    return eventIds.map(() => result);
  }

  private async written(query: Promise<unknown>): Promise<Recorded> {
    try {
      await query;
      return { ok: true };
    } catch (error) {
      return { ok: false, reason: reasonOf(error) };
    }
  }
}

const DONE: Recorded = { ok: true };
const BEGIN = { name: 'begin', text: 'BEGIN ISOLATION LEVEL READ COMMITTED' };
const STILL_THERE = { name: 'still_there', text: 'SELECT' };
const COMMIT = { name: 'commit', text: 'COMMIT' };

async function commit(client: PoolClient): Promise<void> {
  const [answer] = await roundTrip(client, [COMMIT]);
  if (answer?.command !== 'COMMIT') throw new Error(`COMMIT answered ${answer?.command}`);
}

function columnsOf(requests: ClaimRequest[]): (string | Buffer)[] {
  const text = (column: (request: ClaimRequest) => string) => textArray(requests.map(column));
  const asked = ({ resend }: ClaimRequest) => (typeof resend === 'object' ? resend.askedAt.toISOString() : 'NULL');
  return [
    uuidArray(requests.map(({ eventId }) => eventId)),
    text(({ orderId }) => orderId),
    text(({ recipient }) => recipient),
    text(({ subject }) => subject),
    text(({ traceId }) => traceId),
    `{${requests.map(({ resend }) => resend === 'always').join(',')}}`,
    `{${requests.map(asked).join(',')}}`,
  ];
}

function claimsOf(requests: ClaimRequest[], rows: Row[]): Claim[] {
  const byEvent = new Map(rows.map((row) => [row.event_id, row]));
  return requests.map(({ eventId }) => claimOf(byEvent.get(eventId.toLowerCase())));
}

const mineOf = (requests: ClaimRequest[], claims: Claim[]): Set<string> =>
  new Set(requests.filter((_, index) => claims[index]?.claim === 'mine').map(({ eventId }) => eventId));

function claimOf(row: Row | undefined): Claim {
  if (row?.state === 'mine') return { claim: 'mine', attempt: row.attempts };
  // No row, or a state that could be claimed: another process claimed it in the same moment.
  return { claim: row?.state === 'sent' || row?.state === 'unknown' ? row.state : 'leased' };
}

const UNDEFINED_TABLE = '42P01';

function reasonOf(error: unknown): string {
  if (classifyPgError(error).code === UNDEFINED_TABLE) return 'no table notifications: run `npm run migrate -- up`';
  return textOf(error);
}
