-- compatible-from: 4
-- Beside running sales: a million rows take seconds, and nobody waits.
DROP INDEX CONCURRENTLY IF EXISTS sales_order_line;
CREATE UNIQUE INDEX CONCURRENTLY sales_order_line ON sales (order_id, line);
