/** Columns of a sale in the order of `RecordedSale`. */
const SALE_COLUMNS = `sale_id, order_id, line, product_id, product_name, quantity, unit_price_cents, total_cents, currency,
  stock_after, product_version, customer_email, occurred_at`;
const PRODUCT_COLUMNS =
  'id, name, price_cents, currency, stock, reserved, version, archived, low_stock_threshold, is_low';
const RESERVATION_COLUMNS = `order_id, attempt, state, reason, currency, total_cents, customer_email, expires_at, settled_at,
  traceparent`;
const LINE_COLUMNS = 'order_id, line, product_id, product_name, quantity, unit_price_cents, returned';

export const BEGIN = { name: 'begin', text: 'BEGIN ISOLATION LEVEL READ COMMITTED' };
export const COMMIT = { name: 'commit', text: 'COMMIT' };

/** The hash that stands for an id among advisory locks. A collision only makes two orders wait for each other. */
const LOCK_KEYS = 'SELECT DISTINCT hashtextextended(id, 7) AS key FROM unnest($1::text[]) id ORDER BY key';

/** Waits for every id, in the order of their hashes: two batches can never wait for each other. */
export const LOCK_IDS = {
  name: 'lock-ids',
  text: `SELECT count(pg_advisory_xact_lock(key)) FROM (${LOCK_KEYS}) keys`,
};

/** Takes the ids that are free; names the others. */
export const TRY_LOCK_IDS = {
  name: 'try-lock-ids',
  text: `SELECT id FROM unnest($1::text[]) id WHERE NOT pg_try_advisory_xact_lock(hashtextextended(id, 7))`,
};

export const LOCK_PRODUCTS = {
  name: 'lock-products',
  text: `SELECT ${PRODUCT_COLUMNS} FROM products WHERE id = ANY($1::int[]) ORDER BY id FOR UPDATE`,
};

/**
 * With the products of reservations ($2: order_ids), which their callers do not name. The order_ids are locked already, so
 * the lines stay as they are. One array, so that the rows are found by the index.
 */
export const LOCK_PRODUCTS_OF_ORDERS = {
  name: 'lock-products-of-orders',
  text: `SELECT ${PRODUCT_COLUMNS} FROM products WHERE id = ANY(ARRAY(
      SELECT unnest($1::int[]) UNION SELECT product_id FROM reservation_lines WHERE order_id = ANY($2::text[])
    )) ORDER BY id FOR UPDATE`,
};

/** A statement of its own after the locks: under READ COMMITTED it sees what the last holder committed. */
export const READ_SALES = {
  name: 'read-sales',
  text: `SELECT ${SALE_COLUMNS} FROM sales WHERE order_id = ANY($1::text[]) ORDER BY order_id, line`,
};

/** The one place that compares a reservation's end with the clock. */
export const READ_RESERVATIONS = {
  name: 'read-reservations',
  text: `SELECT ${RESERVATION_COLUMNS}, expires_at <= clock_timestamp() AS due FROM reservations WHERE order_id = ANY($1::text[])`,
};

export const READ_LINES = {
  name: 'read-lines',
  text: `SELECT ${LINE_COLUMNS} FROM reservation_lines WHERE order_id = ANY($1::text[]) ORDER BY order_id, line`,
};

/** Returns with what their lines know. */
const RETURNS = `SELECT r.return_id, r.line, r.order_id, r.product_id, l.product_name, r.quantity, l.unit_price_cents,
    o.currency, r.stock_after, r.product_version, r.event_id, r.occurred_at`;
const OF_LINES = 'FROM returns r JOIN reservation_lines l USING (order_id, line) JOIN reservations o USING (order_id)';

export const READ_RETURNS = {
  name: 'read-returns',
  text: `${RETURNS} ${OF_LINES} WHERE r.return_id = ANY($1::text[]) ORDER BY r.return_id, r.line`,
};

export const READ_CLOCK = { name: 'read-clock', text: 'SELECT clock_timestamp() AS now' };

/** For 15 s the event belongs to the gateway that asked for the sale; then any gateway may claim it. */
const GRACE = `interval '15 seconds'`;

/**
 * Everything that sales change. Safe as one statement because the decision was made before, under locks that are held.
 * $1 to $14 sales by column, $15 payloads, $16 to $19 products by column.
 */
export const WRITE_BATCH = {
  name: 'write-batch',
  text: `
    WITH sale AS (
      INSERT INTO sales (${SALE_COLUMNS}, traceparent)
      SELECT * FROM unnest($1::uuid[], $2::text[], $3::int[], $4::int[], $5::text[], $6::int[], $7::bigint[], $8::bigint[],
        $9::text[], $10::int[], $11::bigint[], $12::text[], $13::timestamptz[], $14::text[])
    ), event AS (
      INSERT INTO outbox (event_id, payload, traceparent, available_at)
      SELECT e.id, e.payload, e.traceparent, clock_timestamp() + ${GRACE}
      FROM unnest($1::uuid[], $15::json[], $14::text[]) AS e(id, payload, traceparent)
    )
    UPDATE products SET stock = changed.stock, reserved = changed.reserved, version = changed.version
    FROM unnest($16::int[], $17::int[], $18::int[], $19::bigint[]) AS changed(id, stock, reserved, version)
    WHERE products.id = changed.id`,
};

/** Only when a product became low ($1) or has recovered ($2): a statement of its own, so that a sale's write stays as it is. */
export const WRITE_LOW = {
  name: 'write-low',
  text: `
    WITH event AS (
      INSERT INTO outbox (event_id, payload, available_at)
      SELECT e.id, e.payload, clock_timestamp() FROM unnest($3::uuid[], $4::json[]) AS e(id, payload)
    )
    UPDATE products SET is_low = id = ANY($1::int[]) WHERE id = ANY($1::int[] || $2::int[])`,
};

export const WRITE_RESERVATIONS = {
  name: 'write-reservations',
  text: `
    INSERT INTO reservations (${RESERVATION_COLUMNS})
    SELECT * FROM unnest($1::text[], $2::int[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::text[],
      $8::timestamptz[], $9::timestamptz[], $10::text[])
    ON CONFLICT (order_id) DO UPDATE SET attempt = excluded.attempt, state = excluded.state, reason = excluded.reason,
      currency = excluded.currency, total_cents = excluded.total_cents, expires_at = excluded.expires_at,
      settled_at = excluded.settled_at, traceparent = excluded.traceparent`,
};

/** Products and quantities of an order never change; prices do with the next attempt. */
export const WRITE_LINES = {
  name: 'write-lines',
  text: `
    INSERT INTO reservation_lines (${LINE_COLUMNS})
    SELECT * FROM unnest($1::text[], $2::int[], $3::int[], $4::text[], $5::int[], $6::bigint[], $7::int[])
    ON CONFLICT (order_id, line) DO UPDATE SET product_name = excluded.product_name,
      unit_price_cents = excluded.unit_price_cents, returned = excluded.returned`,
};

export const WRITE_RETURNS = {
  name: 'write-returns',
  text: `
    WITH event AS (
      INSERT INTO outbox (event_id, payload, traceparent, available_at)
      SELECT e.id, e.payload, e.traceparent, clock_timestamp() + ${GRACE}
      FROM unnest($8::uuid[], $11::json[], $10::text[]) AS e(id, payload, traceparent)
    )
    INSERT INTO returns (return_id, line, order_id, product_id, quantity, stock_after, product_version, event_id, occurred_at,
      traceparent)
    SELECT * FROM unnest($1::text[], $2::int[], $3::text[], $4::int[], $5::int[], $6::int[], $7::bigint[], $8::uuid[],
      $9::timestamptz[], $10::text[])`,
};

export const SALE_BY_ORDER_ID = `SELECT ${SALE_COLUMNS} FROM sales WHERE order_id = $1 AND line = 0`;

/** Sales of a time range through the index of their time-ordered ids; the clock's own column has the last word. */
export const SALES_BETWEEN = `
  SELECT sale_id AS id, ${SALE_COLUMNS}, traceparent FROM sales
  WHERE sale_id >= $1::uuid AND sale_id > $6::uuid AND sale_id < $2::uuid AND occurred_at >= $3 AND occurred_at < $4
  ORDER BY sale_id LIMIT $5`;

/** The same of returns, by their events. */
export const RETURNS_BETWEEN = `
  ${RETURNS}, r.event_id AS id, r.traceparent ${OF_LINES}
  WHERE r.event_id >= $1::uuid AND r.event_id > $6::uuid AND r.event_id < $2::uuid
    AND r.occurred_at >= $3 AND r.occurred_at < $4
  ORDER BY r.event_id LIMIT $5`;

export const RESERVATION_BY_ORDER_ID = `SELECT ${RESERVATION_COLUMNS} FROM reservations WHERE order_id = $1`;
export const LINES_BY_ORDER_ID = `SELECT ${LINE_COLUMNS} FROM reservation_lines WHERE order_id = $1 ORDER BY line`;
