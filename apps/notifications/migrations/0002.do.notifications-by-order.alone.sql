-- compatible-from: 1
-- The story of an order asks for its mails.
CREATE INDEX CONCURRENTLY IF NOT EXISTS notifications_order ON notifications (order_id);
