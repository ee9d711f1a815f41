-- compatible-from: 4
-- Both columns are NOT NULL already and the index exists: nothing is scanned, the lock lasts a moment.
ALTER TABLE sales
  DROP CONSTRAINT sales_pkey,
  ADD CONSTRAINT sales_pkey PRIMARY KEY USING INDEX sales_order_line;
