-- compatible-from: 4
-- Everything is added. A program of an older version goes on selling; it does not know archived products and sells them too.
-- Both extensions are trusted: the owner of the database may create them.
CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE EXTENSION IF NOT EXISTS pg_trgm;

ALTER TABLE products
  -- Grows with each change of what the catalog says. A sale leaves it, so that a product that sells can be edited.
  ADD COLUMN catalog_version bigint NOT NULL DEFAULT 1,
  ADD COLUMN archived boolean NOT NULL DEFAULT false,
  ADD COLUMN low_stock_threshold int CHECK (low_stock_threshold >= 0),
  -- stock_low was published, and what can be sold has not recovered since.
  ADD COLUMN is_low boolean NOT NULL DEFAULT false;

-- A name as it is searched and sorted by: case (by way of capitals: final sigma), accents and width are
-- ignored. At most 600 characters of at most 4 bytes: an index entry holds 2,700 bytes.
CREATE FUNCTION search_form(name text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN left(lower(upper(unaccent('unaccent'::regdictionary, normalize(name, NFKC)) COLLATE pg_c_utf8)), 600);

-- What is listed: every product that is not archived. Beside products because no index there may contain the stock, not even as a
-- predicate: each sale would stop being a HOT update. Triggers keep it, in the transaction that makes it true, as they would an index.
CREATE TABLE listing (
  product_id int PRIMARY KEY REFERENCES products ON DELETE CASCADE,
  -- By bytes: the order survives every change of locales.
  name_search text COLLATE "C" NOT NULL,
  price_cents bigint NOT NULL,
  in_stock boolean NOT NULL
);

CREATE FUNCTION list_product() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.archived THEN
    DELETE FROM listing WHERE product_id = NEW.id;
  ELSE
    INSERT INTO listing VALUES (NEW.id, search_form(NEW.name), NEW.price_cents, NEW.stock > NEW.reserved)
    ON CONFLICT (product_id) DO UPDATE
    SET name_search = EXCLUDED.name_search, price_cents = EXCLUDED.price_cents, in_stock = EXCLUDED.in_stock;
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER product_listed AFTER INSERT ON products FOR EACH ROW EXECUTE FUNCTION list_product();
-- A sale sets none of these columns, so it does not even look at this trigger.
CREATE TRIGGER product_changed AFTER UPDATE OF name, price_cents, archived ON products FOR EACH ROW EXECUTE FUNCTION list_product();
-- One comparison for each product of a batch; the function runs only for the sale that takes the last unit, and for what brings one back.
CREATE TRIGGER product_crossed_zero AFTER UPDATE OF stock, reserved ON products FOR EACH ROW
  WHEN ((OLD.stock > OLD.reserved) <> (NEW.stock > NEW.reserved)) EXECUTE FUNCTION list_product();

-- Who changed what, and when: the whole of it before and after.
CREATE TABLE product_changes (
  product_id int NOT NULL REFERENCES products,
  -- As it was after the change.
  catalog_version bigint NOT NULL,
  changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- Subject of the token.
  changed_by text NOT NULL,
  -- Absent for the row that says who put the product on sale.
  before jsonb,
  after jsonb NOT NULL,
  PRIMARY KEY (product_id, catalog_version)
);
