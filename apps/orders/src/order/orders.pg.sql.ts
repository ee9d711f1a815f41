import { ORDER_STATES } from './order.js';

const COLUMNS = [
  'order_id',
  'placed_by',
  'state',
  'reason',
  'seq',
  'attempt',
  'currency',
  'total_cents',
  'refunded_cents',
  'customer_email',
  'lines',
  'refunds',
  'payment_state',
  'payment_id',
  'expires_at',
  'traceparent',
  'placed_at',
  'completed_at',
  'ended_at',
];

/** Columns that the fold of the history fills. */
export const ORDER_COLUMNS = COLUMNS.join(', ');

const GIVEN = `given AS MATERIALIZED (
    SELECT * FROM jsonb_to_recordset($1::jsonb) AS g(
      order_id text, placed_by text, held_by text, open_limit int, state text, reason text, seq int, attempt int, currency text,
      total_cents bigint, refunded_cents bigint, customer_email text, lines jsonb, refunds jsonb, payment_state text,
      payment_id text, payment_token text, expires_at timestamptz, traceparent text, placed_at timestamptz,
      completed_at timestamptz, ended_at timestamptz, due boolean, before int, answered int, events jsonb, messages jsonb)
  )`;

/** What happened goes into the history, what has to be announced into the outbox: of those orders whose row was written, in the same statement. */
const WITH_HISTORY = `told AS (
    INSERT INTO order_events (order_id, seq, type, version, data, at)
    SELECT order_id, e.seq, e.type, e.version, e.data, e.at FROM given JOIN written USING (order_id),
      jsonb_to_recordset(given.events) AS e(seq int, type text, version smallint, data jsonb, at timestamptz)
  ), published AS (
    INSERT INTO outbox (event_id, payload, traceparent, available_at)
    SELECT m.event_id, m.payload::json, m.traceparent, clock_timestamp() + interval '15 seconds'
    FROM given JOIN written USING (order_id),
      jsonb_to_recordset(given.messages) AS m(event_id uuid, payload text, traceparent text)
  )`;

/** $2 runner, $3 lease in ms. Not written: the order_id is taken, or its holder has too many open orders. */
export const PLACE = `
  WITH ${GIVEN}, open AS MATERIALIZED (
    SELECT held_by, count(*) AS count FROM orders
    WHERE ended_at IS NULL AND held_by IN (SELECT held_by FROM given WHERE open_limit > 0)
      AND placed_at < now() - interval '2 seconds'
    GROUP BY held_by
  ), written AS (
    INSERT INTO orders (${ORDER_COLUMNS}, held_by, payment_token, run_after, lease_until, runner)
    SELECT ${ORDER_COLUMNS}, held_by, payment_token, now(), now() + make_interval(secs => $3 / 1000.0), $2
    FROM given LEFT JOIN open USING (held_by)
    WHERE open_limit = 0 OR coalesce(open.count, 0) < open_limit
    ORDER BY order_id
    ON CONFLICT (order_id) DO NOTHING
    RETURNING order_id
  ), ${WITH_HISTORY}
  SELECT given.order_id, written.order_id IS NOT NULL AS written,
    open_limit > 0 AND coalesce(open.count, 0) >= open_limit AS too_many
  FROM given LEFT JOIN written USING (order_id) LEFT JOIN open USING (held_by)`;

/**
 * $2 runner, $3 lease in ms. Rows are locked in the order of their ids, as by every statement that changes several. Written when the order is where it was when it was decided (\`before\`). Who drives the order keeps its
 * lease while something is due; an end gives it up, and an unanswered notice wakes it again.
 */
export const APPEND = `
  WITH ${GIVEN}, locked AS MATERIALIZED (
    SELECT o.order_id FROM orders o JOIN given g ON g.order_id = o.order_id AND g.before = o.seq
    ORDER BY o.order_id FOR UPDATE OF o
  ), written AS (
    UPDATE orders o SET state = g.state, reason = g.reason, seq = g.seq, refunded_cents = g.refunded_cents, refunds = g.refunds,
      payment_state = g.payment_state, payment_id = g.payment_id, completed_at = g.completed_at, ended_at = g.ended_at,
      payment_token = CASE WHEN g.due THEN o.payment_token END,
      lease_until = CASE WHEN NOT g.due THEN NULL WHEN o.runner = $2 THEN now() + make_interval(secs => $3 / 1000.0) ELSE o.lease_until END,
      runner = CASE WHEN g.due THEN o.runner END,
      answered = greatest(o.answered, g.answered),
      run_after = CASE WHEN g.due OR (g.state IN ('rejected', 'cancelled') AND o.noticed > greatest(o.answered, g.answered))
        THEN now() END,
      tries = 0, last_error = NULL
    FROM given g JOIN locked USING (order_id) WHERE o.order_id = g.order_id AND o.seq = g.before
    RETURNING o.order_id
  ), ${WITH_HISTORY}, applied AS (
    UPDATE payment_notices n SET applied_at = now() FROM given JOIN written USING (order_id)
    WHERE n.reference = given.order_id AND n.number <= given.answered AND n.applied_at IS NULL
  )
  SELECT order_id FROM written`;

/** What a runner needs to know of an order. */
const DRIVEN = `${COLUMNS.map((column) => `o.${column}`).join(', ')}, o.payment_token, o.tries, o.noticed, o.answered`;

/** $1 runner, $2 lease in ms, $3 how many: orders that are due and that no process drives. */
export const CLAIM = `
  WITH due AS (
    SELECT order_id FROM orders WHERE run_after <= now() AND (lease_until IS NULL OR lease_until <= now())
    ORDER BY run_after LIMIT $3 FOR UPDATE SKIP LOCKED
  )
  UPDATE orders o SET runner = $1, lease_until = now() + make_interval(secs => $2 / 1000.0)
  FROM due WHERE o.order_id = due.order_id
  RETURNING ${DRIVEN}`;

/** $1 runner, $2 lease in ms, $3 order_id: this one, unless another process drives it. */
export const CLAIM_ONE = `
  UPDATE orders o SET runner = $1, lease_until = now() + make_interval(secs => $2 / 1000.0)
  WHERE order_id = $3 AND (lease_until IS NULL OR lease_until <= now() OR runner = $1)
  RETURNING ${DRIVEN}`;

/** $1 runner, $2 lease in ms, $3 order_ids. A row that is locked is just being driven further, which renews its lease. */
export const RENEW = `
  UPDATE orders SET lease_until = now() + make_interval(secs => $2 / 1000.0) WHERE order_id IN (
    SELECT order_id FROM orders WHERE order_id = ANY($3) AND runner = $1 ORDER BY order_id FOR UPDATE SKIP LOCKED)`;

/**
 * $1 runner, $2 order_id, $3 seq, $4 ms until the next attempt or NULL when nothing is due, $5 tries, $6 why, $7 notices that had come
 * when it was taken, $8 notices that are answered now. One that came meanwhile wakes the order at once.
 */
export const PARK = `
  WITH applied AS (
    UPDATE payment_notices SET applied_at = now() WHERE reference = $2 AND number <= $8 AND applied_at IS NULL
  )
  UPDATE orders o SET lease_until = NULL, runner = NULL, tries = $5, last_error = $6, answered = greatest(o.answered, $8::int),
    run_after = CASE WHEN o.noticed > $7 THEN now()
      WHEN $4::float8 IS NOT NULL THEN now() + make_interval(secs => $4::float8 / 1000.0) END
  WHERE order_id = $2 AND runner = $1 AND seq = $3`;

/**
 * $1 notice_ids, $2 references, $3 bodies; a row for each notice about a known order. The order wakes up, unless its money is where
 * it belongs and there is nothing to learn.
 */
export const RECEIVE_NOTICES = `
  WITH given AS MATERIALIZED (
    SELECT DISTINCT ON (g.notice_id) g.*, state NOT IN ('authorised', 'confirmed', 'completed', 'refunded') AS news,
      -- Not EXISTS: that would be planned as a scan of all notices.
      coalesce((SELECT true FROM payment_notices n WHERE n.notice_id = g.notice_id), false) AS known
    FROM unnest($1::text[], $2::text[], $3::text[]) AS g(notice_id, reference, body)
      JOIN orders ON order_id = reference
  ), locked AS MATERIALIZED (
    SELECT order_id FROM orders WHERE order_id IN (SELECT reference FROM given WHERE news AND NOT known)
    ORDER BY order_id FOR UPDATE
  ), woken AS (
    UPDATE orders o SET noticed = o.noticed + 1, run_after = now() FROM locked WHERE o.order_id = locked.order_id
    RETURNING o.order_id, o.noticed
  ), received AS (
    INSERT INTO payment_notices (notice_id, reference, number, body, applied_at)
    SELECT notice_id, reference, coalesce(noticed, 0), body::jsonb, CASE WHEN NOT news THEN now() END
    FROM given LEFT JOIN woken ON woken.order_id = reference WHERE NOT known
    ON CONFLICT (notice_id) DO NOTHING
    RETURNING notice_id
  )
  SELECT notice_id, received.notice_id IS NOT NULL AS received, news FROM given LEFT JOIN received USING (notice_id)`;

export const ONE_ORDER = `SELECT ${ORDER_COLUMNS} FROM orders WHERE order_id = $1`;

export const HISTORY = `SELECT order_id, seq, type, version, data, at FROM order_events WHERE order_id = $1 ORDER BY seq`;

/** $1 state or NULL, $2 and $3 placed_at and order_id of the last one on the page before or NULL, $4 how many. */
export const PAGE = `
  SELECT ${ORDER_COLUMNS} FROM orders
  WHERE ($1::text IS NULL OR state = $1)
    AND ($2::timestamptz IS NULL OR (placed_at, order_id) < ($2::timestamptz, $3::text))
  ORDER BY placed_at DESC, order_id DESC LIMIT $4`;

/**
 * Orders under way by state, with the age of the oldest. Stuck: due for more than a minute and no process drives it on, or without an end
 * 30 s after its units were to be given back.
 */
export const STATISTICS = `
  SELECT state, count(*)::int AS count, extract(epoch FROM now() - min(placed_at))::float8 AS oldest_seconds,
    count(*) FILTER (WHERE run_after < now() - interval '1 minute'
      OR (ended_at IS NULL AND expires_at < now() - interval '30 seconds'))::int AS stuck
  FROM orders WHERE state = ANY('{${ORDER_STATES.filter((state) => !['completed', 'rejected', 'cancelled', 'refunded'].includes(state)).join(',')}}')
    OR run_after IS NOT NULL
  GROUP BY state ORDER BY state`;
