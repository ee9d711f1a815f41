CREATE TABLE restocks (
  restock_id text COLLATE "C" PRIMARY KEY,
  product_id int NOT NULL REFERENCES products,
  quantity int NOT NULL CHECK (quantity >= 1),
  stock_after int NOT NULL,
  product_version bigint NOT NULL,
  occurred_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
