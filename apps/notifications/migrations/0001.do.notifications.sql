-- One row per sale that has to be told of. A claim is a promise to send within its lease.
--   claimed  somebody sends it now; after lease_until nobody knows whether it went out
--   sent     it went out
--   failed   it did not go out, for sure
--   unknown  it may have gone out: the connection was lost while the server had it
CREATE TABLE notifications (
  event_id    uuid PRIMARY KEY,
  order_id    text NOT NULL,
  recipient   text NOT NULL,
  subject     text NOT NULL,
  trace_id    text NOT NULL,
  state       text NOT NULL CHECK (state IN ('claimed', 'sent', 'failed', 'unknown')),
  attempts    integer NOT NULL DEFAULT 1,
  -- The process that made the latest claim.
  claimed_by  uuid NOT NULL,
  lease_until timestamptz NOT NULL,
  last_error  text,
  created_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
  sent_at     timestamptz
);

-- What an operator asks for: mails that did not go out.
CREATE INDEX notifications_open ON notifications (updated_at) WHERE state <> 'sent';
