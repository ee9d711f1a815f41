/** The numbers behind the bounds of `FIELDS`, for rules about more than one field. */
export const LIMITS = {
  /** PostgreSQL int4 and proto int32. */
  int32: 2_147_483_647,
  /** Largest amount in minor units that JSON carries exactly. */
  cents: Number.MAX_SAFE_INTEGER,
  orderIdLength: 64,
  emailLength: 254,
  productNameLength: 200,
  /** Lines of one order. */
  lines: 50,
  /** Seconds for which units may be held. */
  ttl: { min: 10, max: 86_400 },
  reasonLength: 200,
} as const;

/**
 * order_id and restock_id: 1 to 64 printable ASCII characters without spaces, case-sensitive. Not `.` and `..`, also when they
 * are encoded: in a URL they stand for a folder, so nothing of that name could be read.
 */
export const KEY_PATTERN = /^(?:[\x21-\x2d\x2f-\x7e][\x21-\x7e]?|\.[\x21-\x2d\x2f-\x7e]|[\x21-\x7e]{3,64})$/;

/** An e-mail address that cannot smuggle a header: no quoting, no spaces, no control characters. Check the length beside it. */
export const EMAIL_PATTERN = /^[\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+$/u;

/** ISO 4217. */
export const CURRENCY_PATTERN = /^[A-Z]{3}$/;

/** Not blank, no control characters and no lone surrogates: PostgreSQL and mail headers take neither. */
export const NAME_PATTERN = /^[^\p{Cc}\p{Cs}]*[^\p{Cc}\p{Cs}\s][^\p{Cc}\p{Cs}]*$/u;
