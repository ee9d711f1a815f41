-- compatible-from: 4
-- Everything is added: a program of schema version 4 goes on selling. It does not know `reserved`, so all of them are replaced before the
-- first reservation is made; until then the check below refuses what they would oversell.
ALTER TABLE products
  -- Units that pending reservations hold: what can be sold is stock - reserved. No index may contain stock or reserved, not even as a
  -- predicate: each sale would stop being a HOT update.
  ADD COLUMN reserved int NOT NULL DEFAULT 0,
  ADD CONSTRAINT products_reserved_check CHECK (reserved BETWEEN 0 AND stock);

-- Line 0 is a simple sale, 1 and up are the lines of an order.
ALTER TABLE sales ADD COLUMN line smallint NOT NULL DEFAULT 0;

-- The row decides the fate of its units: pending, then confirmed, released or expired, once for each attempt.
CREATE TABLE reservations (
  order_id text COLLATE "C" PRIMARY KEY,
  attempt smallint NOT NULL CHECK (attempt >= 1),
  state text NOT NULL CHECK (state IN ('pending', 'confirmed', 'released', 'expired')),
  -- Why it was released, in the words of the caller.
  reason text,
  currency text NOT NULL,
  total_cents bigint NOT NULL,
  customer_email text,
  expires_at timestamptz NOT NULL,
  settled_at timestamptz CHECK ((settled_at IS NULL) = (state = 'pending')),
  traceparent text
);

CREATE INDEX reservations_due ON reservations (expires_at) WHERE state = 'pending';

CREATE TABLE reservation_lines (
  order_id text COLLATE "C",
  line smallint CHECK (line >= 1),
  product_id int NOT NULL,
  product_name text NOT NULL,
  quantity int NOT NULL CHECK (quantity >= 1),
  unit_price_cents bigint NOT NULL,
  -- Units that came back after the sale.
  returned int NOT NULL DEFAULT 0 CHECK (returned BETWEEN 0 AND quantity),
  PRIMARY KEY (order_id, line)
);

-- Units of an order that came back into stock.
CREATE TABLE returns (
  return_id text COLLATE "C",
  line smallint,
  order_id text COLLATE "C" NOT NULL,
  product_id int NOT NULL,
  quantity int NOT NULL CHECK (quantity >= 1),
  stock_after int NOT NULL,
  product_version bigint NOT NULL,
  -- uuid v7: the event_id of stock_returned.
  event_id uuid NOT NULL UNIQUE,
  traceparent text,
  occurred_at timestamptz NOT NULL,
  PRIMARY KEY (return_id, line)
);

-- Corrections: units found, lost or broken.
CREATE TABLE adjustments (
  adjustment_id text COLLATE "C" PRIMARY KEY,
  product_id int NOT NULL REFERENCES products,
  quantity int NOT NULL CHECK (quantity <> 0),
  reason text NOT NULL,
  stock_after int NOT NULL,
  product_version bigint NOT NULL,
  occurred_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
