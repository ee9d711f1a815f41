/** Columns of a sale in the order of `RecordedSale`. */
const SALE_COLUMNS = `sale_id, order_id, product_id, product_name, quantity, unit_price_cents, total_cents, currency,
  stock_after, product_version, customer_email, occurred_at`;

export const BEGIN = { name: 'begin', text: 'BEGIN ISOLATION LEVEL READ COMMITTED' };
export const COMMIT = { name: 'commit', text: 'COMMIT' };

/** The hash that stands for an order_id among advisory locks. A collision only makes two orders wait for each other. */
const LOCK_KEYS = 'SELECT DISTINCT hashtextextended(order_id, 7) AS key FROM unnest($1::text[]) order_id ORDER BY key';

/** Waits for every order_id, in the order of their hashes: two batches can never wait for each other. */
export const LOCK_ORDERS = {
  name: 'lock-orders',
  text: `SELECT count(pg_advisory_xact_lock(key)) FROM (${LOCK_KEYS}) keys`,
};

/** Takes the order_ids that are free; names the others. */
export const TRY_LOCK_ORDERS = {
  name: 'try-lock-orders',
  text: `SELECT order_id FROM unnest($1::text[]) order_id WHERE NOT pg_try_advisory_xact_lock(hashtextextended(order_id, 7))`,
};

export const LOCK_PRODUCTS = {
  name: 'lock-products',
  text: `SELECT id, name, price_cents, currency, stock, version FROM products WHERE id = ANY($1::int[]) ORDER BY id FOR UPDATE`,
};

/** A statement of its own after the locks: under READ COMMITTED it sees what the last holder committed. */
export const READ_SALES = {
  name: 'read-sales',
  text: `SELECT ${SALE_COLUMNS} FROM sales WHERE order_id = ANY($1::text[])`,
};

/** For 15 s the event belongs to the gateway that asked for the sale; then any gateway may claim it. */
const GRACE = `interval '15 seconds'`;

/**
 * Everything that a batch changes. Safe as one statement because the decision was made before, under locks that are held.
 * $1 to $13 sales by column, $14 payloads, $15 to $17 products by column.
 */
export const WRITE_BATCH = {
  name: 'write-batch',
  text: `
    WITH sale AS (
      INSERT INTO sales (${SALE_COLUMNS}, traceparent)
      SELECT * FROM unnest($1::uuid[], $2::text[], $3::int[], $4::text[], $5::int[], $6::bigint[], $7::bigint[],
        $8::text[], $9::int[], $10::bigint[], $11::text[], $12::timestamptz[], $13::text[])
    ), event AS (
      INSERT INTO outbox (event_id, payload, traceparent, available_at)
      SELECT e.id, e.payload, e.traceparent, clock_timestamp() + ${GRACE}
      FROM unnest($1::uuid[], $14::json[], $13::text[]) AS e(id, payload, traceparent)
    )
    UPDATE products SET stock = changed.stock, version = changed.version
    FROM unnest($15::int[], $16::int[], $17::bigint[]) AS changed(id, stock, version)
    WHERE products.id = changed.id`,
};

export const SALE_BY_ORDER_ID = `SELECT ${SALE_COLUMNS} FROM sales WHERE order_id = $1`;

/** Sales of a time range through the index of their time-ordered ids; the clock's own column has the last word. */
export const SALES_BETWEEN = `
  SELECT ${SALE_COLUMNS}, traceparent FROM sales
  WHERE sale_id >= $1::uuid AND sale_id > $6::uuid AND sale_id < $2::uuid AND occurred_at >= $3 AND occurred_at < $4
  ORDER BY sale_id LIMIT $5`;
