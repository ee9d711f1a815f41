/** `claimed`: it is sent next. `sent`: its line is written before this is committed. */
type ClaimedState = 'claimed' | 'sent';

const WANTED = `
  SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::boolean[], $7::timestamptz[])
    AS w (event_id, order_id, recipient, subject, trace_id, resend, asked_at)
  ORDER BY event_id`;

const SENT_AT = { claimed: 'NULL::timestamptz', sent: 'clock_timestamp()' } as const;

/**
 * One statement for any number of mails: claims what is new, what failed for sure, and what this process claimed before it
 * lost the answer. What may have gone out (an expired lease included) is claimed only if that is wanted. Answers `mine` or
 * the row's state; no row for a mail that another process claimed in the same moment. When all are new, which is usual,
 * nothing but the insert is executed.
 */
const claimAs = (state: ClaimedState) => `
  WITH wanted AS (${WANTED}), claimed AS (
    INSERT INTO notifications (event_id, order_id, recipient, subject, trace_id, claimed_by, state, lease_until, sent_at)
    SELECT event_id, order_id, recipient, subject, trace_id, $8::uuid, '${state}',
      clock_timestamp() + make_interval(secs => $9::float8), ${SENT_AT[state]}
    FROM wanted
    ON CONFLICT (event_id) DO NOTHING
    RETURNING event_id, attempts
  ), taken AS (
    UPDATE notifications n SET
      state = '${state}', claimed_by = $8::uuid, lease_until = clock_timestamp() + make_interval(secs => $9::float8),
      recipient = w.recipient, subject = w.subject, trace_id = w.trace_id, sent_at = ${SENT_AT[state]},
      attempts = n.attempts + 1, last_error = NULL, updated_at = clock_timestamp()
    FROM wanted w
    WHERE (SELECT count(*) FROM claimed) < cardinality($1)
      AND n.event_id = w.event_id
      AND (n.state = 'failed'
        OR (n.state = 'claimed' AND n.claimed_by = $8::uuid)
        OR ((w.resend OR n.updated_at < w.asked_at)
            AND (n.state = 'unknown' OR (n.state = 'claimed' AND n.lease_until <= clock_timestamp()))))
    RETURNING n.event_id, n.attempts
  ), mine AS (
    SELECT * FROM claimed UNION ALL SELECT * FROM taken
  )
  SELECT event_id, 'mine' AS state, attempts FROM mine
  UNION ALL
  SELECT event_id, CASE WHEN state = 'claimed' AND lease_until <= clock_timestamp() THEN 'unknown' ELSE state END, attempts
  FROM notifications
  WHERE (SELECT count(*) FROM mine) < cardinality($1)
    AND event_id = ANY ($1) AND event_id NOT IN (SELECT event_id FROM mine)`;

export const CLAIM = claimAs('claimed');

/** For the transaction in which the lines are written. */
export const CLAIM_SENT = claimAs('sent');

/** Lines that were written in a transaction that did not come to its end. */
export const RECORD_LATE = `
  WITH wanted AS (${WANTED})
  INSERT INTO notifications (event_id, order_id, recipient, subject, trace_id, claimed_by, state, lease_until, sent_at)
  SELECT event_id, order_id, recipient, subject, trace_id, $8::uuid, 'sent', clock_timestamp(), clock_timestamp() FROM wanted
  ON CONFLICT (event_id) DO UPDATE
  SET state = 'sent', last_error = NULL, sent_at = coalesce(notifications.sent_at, clock_timestamp()), updated_at = clock_timestamp()`;

/** A mail that went out is recorded, whichever process holds the claim by now. */
export const RECORD_SENT = `
  UPDATE notifications
  SET state = 'sent', last_error = NULL, sent_at = clock_timestamp(), updated_at = clock_timestamp()
  WHERE event_id = ANY ($1::uuid[])`;

/** Only by who still holds the claim. */
export const RECORD_NOT_SENT = `
  UPDATE notifications SET state = $3, last_error = $4, updated_at = clock_timestamp()
  WHERE event_id = $1 AND attempts = $2 AND state = 'claimed'`;
