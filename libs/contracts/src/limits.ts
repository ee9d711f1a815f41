/** Bounds of what shoppers and owners may send: the same at the edge, at the gRPC server and in the OpenAPI document. */
export const LIMITS = {
  /** PostgreSQL int4 and proto int32. */
  int32: 2_147_483_647,
  /** Largest amount in minor units that JSON carries exactly. */
  cents: Number.MAX_SAFE_INTEGER,
  orderIdLength: 64,
  emailLength: 254,
  productNameLength: 200,
} as const;

/** order_id and restock_id: 1 to 64 printable ASCII characters without spaces, case-sensitive. */
export const KEY_PATTERN = /^[\x21-\x7e]{1,64}$/;

/** An e-mail address that cannot smuggle a header: no quoting, no spaces, no control characters. Check the length beside it. */
export const EMAIL_PATTERN = /^[\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+$/u;

/** ISO 4217. */
export const CURRENCY_PATTERN = /^[A-Z]{3}$/;
