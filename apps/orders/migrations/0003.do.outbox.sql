-- Events that the broker has not confirmed yet. Rows are deleted by the acknowledgement, so the table stays small.
CREATE TABLE outbox (
  -- uuid v7: also the order of equal due times.
  event_id uuid PRIMARY KEY,
  -- json, not jsonb: keeps the exact bytes that the sale answered with.
  payload json NOT NULL,
  traceparent text,
  attempts int NOT NULL DEFAULT 0,
  last_error text,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- Before this moment somebody else is publishing.
  available_at timestamptz NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_cost_delay = 0);

CREATE INDEX outbox_due ON outbox (available_at, event_id);
