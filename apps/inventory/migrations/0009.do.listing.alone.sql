-- compatible-from: 4
-- Beside running sales. What changes meanwhile has its row already, from the triggers.
INSERT INTO listing SELECT id, search_form(name), price_cents, stock > reserved FROM products WHERE NOT archived ON CONFLICT DO NOTHING;
-- For each order a page may have, with and without the filter that can hide nearly everything. All that is filtered by is in them: when a
-- filter leaves little, and that little comes last, the whole index is walked, but no row is fetched.
CREATE INDEX IF NOT EXISTS listing_by_name ON listing (name_search, product_id) INCLUDE (price_cents);
CREATE INDEX IF NOT EXISTS listing_by_price ON listing (price_cents, product_id) INCLUDE (name_search);
CREATE INDEX IF NOT EXISTS listing_in_stock_by_id ON listing (in_stock, product_id) INCLUDE (name_search, price_cents);
CREATE INDEX IF NOT EXISTS listing_in_stock_by_name ON listing (in_stock, name_search, product_id) INCLUDE (price_cents);
CREATE INDEX IF NOT EXISTS listing_in_stock_by_price ON listing (in_stock, price_cents, product_id) INCLUDE (name_search);
-- Without a pending list: what was just added is found as fast as the rest.
CREATE INDEX IF NOT EXISTS listing_search ON listing USING gin (name_search gin_trgm_ops) WITH (fastupdate = off);
-- The planner does not wait for autovacuum to know what is in it.
ANALYZE listing;
