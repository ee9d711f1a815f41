-- Idempotent: what exists stays as it is.
INSERT INTO products (id, name, price_cents, currency, stock, initial_stock)
VALUES
  (1, 'Laptop Gamer', 149900, 'USD', 100, 100),
  (2, 'Mouse Wireless', 2999, 'USD', 50, 50)
ON CONFLICT (id) DO NOTHING;

SELECT setval(pg_get_serial_sequence('products', 'id'), (SELECT max(id) FROM products));
