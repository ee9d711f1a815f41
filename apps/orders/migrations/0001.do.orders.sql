-- What happened to each order, append-only: the truth. `orders` is its fold, written by the same statement.
CREATE TABLE order_events (
  order_id text COLLATE "C" NOT NULL,
  -- From 1, without gaps: who comes second with the same number is refused.
  seq int NOT NULL CHECK (seq >= 1),
  type text NOT NULL,
  version smallint NOT NULL,
  data jsonb NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (order_id, seq)
);

-- For repairs: what was told in a time range.
CREATE INDEX order_events_by_time ON order_events USING brin (at);

CREATE TABLE orders (
  -- Case-sensitive and compared by bytes, whatever the database's locale.
  order_id text COLLATE "C" PRIMARY KEY,
  -- Whose it is: the subject of a token.
  placed_by text NOT NULL,
  -- Whose limit of open orders it counts against: the subject, or the address of somebody without a token.
  held_by text NOT NULL,
  state text NOT NULL,
  reason text,
  seq int NOT NULL,
  attempt int NOT NULL,
  currency text NOT NULL,
  total_cents bigint NOT NULL,
  refunded_cents bigint NOT NULL DEFAULT 0 CHECK (refunded_cents BETWEEN 0 AND total_cents),
  customer_email text,
  lines jsonb NOT NULL,
  refunds jsonb NOT NULL DEFAULT '[]',
  payment_state text NOT NULL,
  payment_id text,
  -- Names a means of payment at the payment service. Not part of the history: forgotten when the order ends.
  payment_token text,
  expires_at timestamptz NOT NULL,
  traceparent text,
  placed_at timestamptz NOT NULL,
  completed_at timestamptz,
  ended_at timestamptz,
  -- When the next effect is due; NULL while nothing is.
  run_after timestamptz,
  -- Until then `runner` drives it, and nobody else.
  lease_until timestamptz,
  runner text,
  -- Attempts at the effect that is due, and why the last one did not come to an answer.
  tries int NOT NULL DEFAULT 0,
  last_error text
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_cost_delay = 0);

CREATE INDEX orders_due ON orders (run_after) WHERE run_after IS NOT NULL;
CREATE INDEX orders_open ON orders (held_by, placed_at) WHERE ended_at IS NULL;
CREATE INDEX orders_by_state ON orders (state, placed_at, order_id);
CREATE INDEX orders_by_time ON orders (placed_at, order_id);
