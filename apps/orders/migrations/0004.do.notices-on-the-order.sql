-- Notices of the payment service that came, and how many of them somebody has answered by looking at the payment. On the row of the
-- order, so that who ends an order and who notices something meet here.
ALTER TABLE orders ADD noticed int NOT NULL DEFAULT 0, ADD answered int NOT NULL DEFAULT 0;

-- `noticed` of the order with this one.
ALTER TABLE payment_notices DROP COLUMN number;
ALTER TABLE payment_notices ADD number int NOT NULL DEFAULT 0;
