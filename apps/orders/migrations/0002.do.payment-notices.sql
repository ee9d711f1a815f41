-- What the payment service told by webhook, each once.
CREATE TABLE payment_notices (
  notice_id text COLLATE "C" PRIMARY KEY,
  -- The order.
  reference text COLLATE "C" NOT NULL,
  -- Order of arrival.
  number bigint GENERATED ALWAYS AS IDENTITY,
  body jsonb NOT NULL,
  received_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- When somebody had looked at the payment after it, or there was nothing to learn from it.
  applied_at timestamptz
);

CREATE INDEX payment_notices_open ON payment_notices (reference) WHERE applied_at IS NULL;
