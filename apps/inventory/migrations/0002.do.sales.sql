-- The sale as it was recorded, for ever: replays, GetSale and rebuilt events are read from here.
-- No foreign key to products: they are never deleted, the row is locked when the sale is written, and its check would
-- be paid by every sale. `npm run verify` compares the two.
CREATE TABLE sales (
  -- Case-sensitive and compared by bytes, whatever the database's locale.
  order_id text COLLATE "C" PRIMARY KEY,
  -- uuid v7: equal to the event_id, ordered by time.
  sale_id uuid NOT NULL UNIQUE,
  product_id int NOT NULL,
  product_name text NOT NULL,
  quantity int NOT NULL CHECK (quantity >= 1),
  unit_price_cents bigint NOT NULL,
  total_cents bigint NOT NULL,
  currency text NOT NULL,
  stock_after int NOT NULL CHECK (stock_after >= 0),
  product_version bigint NOT NULL,
  customer_email text,
  traceparent text,
  occurred_at timestamptz NOT NULL
);
