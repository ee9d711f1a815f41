import { textOf } from '@app/base';
import { type EventType, encodeEvent, type ShopEvent } from '@app/contracts';
import type { Pool } from '@app/postgres';
import type { EventFailure, Outbox, OutboxAnswer, RecordedEvent } from './outbox.js';

/**
 * Hands out due events and moves their next due time: 30 s doubled with each attempt, at most 5 minutes.
 * now(), not clock_timestamp(): a volatile function would turn the index condition into a filter over the whole index.
 */
const CLAIM = `
  WITH due AS (
    SELECT event_id FROM outbox WHERE available_at <= now()
    ORDER BY available_at, event_id LIMIT $1 FOR UPDATE SKIP LOCKED
  )
  UPDATE outbox SET attempts = attempts + 1,
    available_at = clock_timestamp() + make_interval(secs => least(30 * power(2, least(attempts, 4)), 300))
  FROM due WHERE outbox.event_id = due.event_id
  RETURNING outbox.event_id, outbox.payload->>'type' AS type, outbox.payload::text AS event, outbox.traceparent,
    outbox.attempts`;

/** Locks in one order: two publishers that acknowledge the same events cannot wait for each other. */
const ACK = `
  DELETE FROM outbox WHERE event_id IN (
    SELECT event_id FROM outbox WHERE event_id = ANY($1::uuid[]) ORDER BY event_id FOR UPDATE
  )`;

const REPORT = `
  UPDATE outbox SET last_error = reported.reason
  FROM unnest($1::uuid[], $2::text[]) AS reported(event_id, reason) WHERE outbox.event_id = reported.event_id`;

const STATS = `
  SELECT count(*) AS pending, coalesce(max(attempts), 0) AS max_attempts,
    coalesce(extract(epoch FROM clock_timestamp() - min(created_at)), 0)::float8 AS oldest_age_seconds
  FROM outbox`;

const INSERT = `
  INSERT INTO outbox (event_id, payload, traceparent, available_at)
  SELECT event_id, payload, traceparent, clock_timestamp() + make_interval(secs => $4)
  FROM unnest($1::uuid[], $2::json[], $3::text[]) AS recorded(event_id, payload, traceparent)
  ON CONFLICT (event_id) DO NOTHING`;

const REASON_LENGTH = 500;

/** For this long an event belongs to the process that recorded it; then any publisher may claim it. */
const GRACE_SECONDS = 15;

/** An event and the trace context of what caused it. */
export interface NewEvent {
  event: ShopEvent;
  traceparent?: string | null | undefined;
}

/** A claimed event and how often it was handed out. */
export type ClaimedEvent = RecordedEvent & { attempts: number };

/** How an outbox stands. */
export interface OutboxStats {
  pending: number;
  oldest_age_seconds: number;
  max_attempts: number;
}

/**
 * Events that wait for the broker's confirm, in the table `outbox` of one service:
 * `event_id uuid PRIMARY KEY, payload json, traceparent text, attempts int DEFAULT 0, last_error text, created_at timestamptz
 * DEFAULT clock_timestamp(), available_at timestamptz`, with an index on `(available_at, event_id)`. `payload` is json, not jsonb:
 * it keeps the exact bytes. The type of an event is what its payload says. Methods reject with the database's error.
 */
export class OutboxRepository {
  private readonly pool: Pool;

  constructor(pool: Pool) {
    this.pool = pool;
  }

  /**
   * Records events in the caller's transaction.
   * @param graceSeconds how long they are left to the process that recorded them
   */
  async insert(db: Pick<Pool, 'query'>, events: NewEvent[], graceSeconds = GRACE_SECONDS): Promise<number> {
    const { rowCount } = await db.query(INSERT, [
      events.map(({ event }) => event.event_id),
      events.map(({ event }) => encodeEvent(event).toString()),
      events.map(({ traceparent }) => traceparent ?? null),
      graceSeconds,
    ]);
    return rowCount ?? 0;
  }

  /** Events whose lease has passed, under a new lease. */
  async claim(max: number): Promise<ClaimedEvent[]> {
    const { rows } = await this.pool.query({ name: 'outbox-claim', text: CLAIM, values: [max] });
    return rows.map(({ event_id, type, event, traceparent, attempts }) => ({
      event_id,
      type: type as EventType,
      body: Buffer.from(event),
      traceparent: traceparent ?? undefined,
      attempts,
    }));
  }

  /** @returns how many were still there */
  async acknowledge(eventIds: string[]): Promise<number> {
    const { rowCount } = await this.pool.query({ name: 'outbox-ack', text: ACK, values: [eventIds] });
    return rowCount ?? 0;
  }

  async report(failures: EventFailure[]): Promise<void> {
    const byId = new Map(failures.map(({ event_id, reason }) => [event_id, storable(reason)]));
    await this.pool.query(REPORT, [[...byId.keys()], [...byId.values()]]);
  }

  /** Events that are rebuilt, due at once. @returns how many were not waiting already */
  async requeue(events: RebuiltEvent[]): Promise<number> {
    const { rowCount } = await this.pool.query(INSERT, [
      events.map(({ event_id }) => event_id),
      events.map(({ body }) => body.toString()),
      events.map(({ traceparent }) => traceparent ?? null),
      0,
    ]);
    return rowCount ?? 0;
  }

  async stats(): Promise<OutboxStats> {
    const { rows } = await this.pool.query<OutboxStats>({ name: 'outbox-stats', text: STATS });
    return rows[0] as OutboxStats;
  }
}

/** An event as it was recorded, byte for byte. */
export interface RebuiltEvent {
  event_id: string;
  body: Buffer;
  traceparent?: string | null | undefined;
}

/**
 * The outbox of the service that publishes it itself.
 * @param rebuild puts the events of a time range into the repository again; answers how many were not waiting already
 */
export function localOutbox(repository: OutboxRepository, rebuild: (from: Date, to: Date) => Promise<number>): Outbox {
  return {
    unreachable: false,
    claim: (max) => answered(repository.claim(max)),
    acknowledge: (eventIds) => answered(repository.acknowledge(eventIds)),
    report: (failures) => answered(repository.report(failures)),
    requeue: (from, to) => answered(rebuild(from, to)),
  };
}

async function answered<T>(work: Promise<T>): Promise<OutboxAnswer<T>> {
  try {
    return { ok: true, value: await work };
  } catch (error) {
    return { ok: false, reason: textOf(error) };
  }
}

/** PostgreSQL refuses NUL in text. */
const storable = (reason: string) => reason.replaceAll('\0', '').slice(0, REASON_LENGTH);
