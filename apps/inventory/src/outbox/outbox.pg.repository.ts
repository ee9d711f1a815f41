import type { EventFailure, GetOutboxStatsResponse, OutboxEvent } from '@app/contracts';
import type { Pool } from '@app/postgres';
import { Inject, Injectable } from '@nestjs/common';
import { POOL } from '../database/pools.js';

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
  RETURNING outbox.event_id, outbox.payload::text AS event, outbox.traceparent, outbox.attempts`;

/** Locks in one order: two gateways that acknowledge the same events cannot wait for each other. */
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

const REQUEUE = `
  INSERT INTO outbox (event_id, payload, traceparent, available_at)
  SELECT event_id, payload, traceparent, now() FROM unnest($1::uuid[], $2::json[], $3::text[])
    AS rebuilt(event_id, payload, traceparent)
  ON CONFLICT (event_id) DO NOTHING`;

const REASON_LENGTH = 500;

/** Events that wait for the broker's confirm. */
@Injectable()
export class OutboxRepository {
  constructor(@Inject(POOL) private readonly pool: Pool) {}

  async claim(max: number): Promise<OutboxEvent[]> {
    const { rows } = await this.pool.query({ name: 'claim', text: CLAIM, values: [max] });
    return rows.map(({ event_id, event, traceparent, attempts }) => ({
      event_id,
      event: Buffer.from(event),
      traceparent: traceparent ?? undefined,
      attempts,
    }));
  }

  /** @returns how many were still there */
  async acknowledge(eventIds: string[]): Promise<number> {
    const { rowCount } = await this.pool.query({ name: 'ack', text: ACK, values: [eventIds] });
    return rowCount ?? 0;
  }

  async report(failures: EventFailure[]): Promise<void> {
    const byId = new Map(failures.map(({ event_id, reason }) => [event_id, storable(reason)]));
    await this.pool.query(REPORT, [[...byId.keys()], [...byId.values()]]);
  }

  /** @returns how many were not waiting already */
  async requeue(events: { eventId: string; payload: string; traceparent: string | null }[]): Promise<number> {
    const { rowCount } = await this.pool.query(REQUEUE, [
      events.map(({ eventId }) => eventId),
      events.map(({ payload }) => payload),
      events.map(({ traceparent }) => traceparent),
    ]);
    return rowCount ?? 0;
  }

  async stats(): Promise<GetOutboxStatsResponse> {
    const { rows } = await this.pool.query<GetOutboxStatsResponse>({ name: 'outbox-stats', text: STATS });
    return rows[0] as GetOutboxStatsResponse;
  }
}

/** PostgreSQL refuses NUL in text. */
const storable = (reason: string) => reason.replaceAll('\0', '').slice(0, REASON_LENGTH);
