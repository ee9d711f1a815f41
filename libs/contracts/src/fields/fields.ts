import { productSoldExample } from '../events/examples.js';
import { CURRENCY_PATTERN, EMAIL_PATTERN, KEY_PATTERN, LIMITS, NAME_PATTERN } from '../limits.js';
import type { Field } from './field.js';

/** A key that the caller chooses: compared by bytes, and safe in URLs and logs once encoded. */
const key = (description: string, example: string) =>
  ({
    type: 'string',
    minLength: 1,
    maxLength: LIMITS.orderIdLength,
    pattern: KEY_PATTERN,
    rule: `must be 1 to ${LIMITS.orderIdLength} printable ASCII characters without spaces, and not . or ..`,
    description,
    example,
  }) as const;

const count = (minimum: number, description: string, example: number) =>
  ({ type: 'integer', minimum, maximum: LIMITS.int32, description, example }) as const;

const cents = (description: string, example: number) =>
  ({ type: 'integer', minimum: 0, maximum: LIMITS.cents, description, example }) as const;

/**
 * Every bound of every field that crosses a border, once. The gateway's `RequestField` and `AnswerField` make validation
 * and documentation of it, the gRPC servers check with `checkFields`. Where one name means two things, the fields have
 * two names here (`product_name` for `name` of a product).
 */
export const FIELDS = {
  product_id: count(1, 'Which product.', 1),
  product_name: {
    type: 'string',
    minLength: 1,
    maxLength: LIMITS.productNameLength,
    pattern: NAME_PATTERN,
    rule: 'must not be blank or contain control characters',
    description: 'For people.',
    example: 'Laptop Gamer',
  },
  price_cents: cents('Price of one unit in minor units.', 149_900),
  currency: {
    type: 'string',
    pattern: CURRENCY_PATTERN,
    rule: 'must be an ISO 4217 code of three capital letters',
    description: 'ISO 4217.',
    example: 'USD',
  },
  stock: count(0, 'Units that can be sold now.', 100),
  version: {
    type: 'integer',
    minimum: 0,
    maximum: Number.MAX_SAFE_INTEGER,
    description: 'Grows with each change of the product.',
    example: 1,
  },

  order_id: key(
    'Your own id of this order. Sold once, permanently: repeating it gives the same answer again.',
    productSoldExample.order_id,
  ),
  trace_id: {
    type: 'string',
    minLength: 32,
    maxLength: 32,
    pattern: /^[0-9a-f]{32}$/,
    rule: 'must be 32 lower-case hex digits',
    description: 'Names a trace.',
    example: '4bf92f3577b34da6a3ce929d0e0e4736',
  },
  quantity: count(1, 'How many units.', 2),
  customer_email: {
    type: 'string',
    maxLength: LIMITS.emailLength,
    pattern: EMAIL_PATTERN,
    rule: 'must be an e-mail address',
    format: 'idn-email',
    description: 'Where the mail of this sale goes.',
    example: 'ada@example.com',
  },
  sale_id: {
    type: 'string',
    format: 'uuid',
    description: 'Also the event_id of product_sold.',
    example: productSoldExample.event_id,
  },
  unit_price_cents: cents('Minor units.', productSoldExample.unit_price_cents),
  total_cents: cents('Minor units.', productSoldExample.total_cents),
  occurred_at: { type: 'time', description: 'When it was recorded, UTC.', example: productSoldExample.occurred_at },

  payment_token: {
    type: 'string',
    minLength: 1,
    maxLength: 200,
    pattern: /^[\x21-\x7e]{1,200}$/,
    rule: 'must be 1 to 200 printable ASCII characters without spaces',
    description: 'Names a means of payment at the payment service. Never a card number.',
    example: 'tok_ok',
  },
  expected_total_cents: cents('What the basket costs as far as you know: another total is refused.', 302_799),
  refunded_cents: cents('What was paid back, in minor units.', 0),
  order_state: {
    type: 'choice',
    values: [
      'reserved',
      'authorised',
      'confirmed',
      'voiding',
      'releasing',
      'returning',
      'withdrawing',
      'completed',
      'rejected',
      'cancelled',
      'refunded',
    ],
    description: 'Where the order stands; docs/orders.md draws the way.',
    example: 'completed',
  },
  refund_id: key(
    'Your own id of this refund. Paid back once: repeating it gives the same answer again.',
    'REFUND-2024-01',
  ),
  restock: { type: 'boolean', description: 'Whether the units come back into stock.', example: true },

  catalog_version: {
    type: 'integer',
    minimum: 1,
    maximum: Number.MAX_SAFE_INTEGER,
    description: 'Grows with each change of name, price and the like, not with a sale.',
    example: 1,
  },
  archived: { type: 'boolean', description: 'Archived products are not listed and not sold.', example: false },
  low_stock_threshold: count(0, 'When no more than this can be sold, the event stock_low is published, once.', 10),
  product_sort: {
    type: 'choice',
    values: ['id', 'name', 'price_cents', '-price_cents'],
    description: 'Names are sorted without regard to case and accents; equal ones by id.',
    example: 'name',
  },
  product_search: {
    type: 'string',
    minLength: 1,
    maxLength: 100,
    pattern: NAME_PATTERN,
    rule: 'must not be blank or contain control characters',
    description: 'Part of the name, case and accents ignored; one or two characters are its beginning.',
    example: 'laptop',
  },
  in_stock: {
    type: 'boolean',
    description: 'true: only what can be sold now, false: only what is sold out.',
    example: true,
  },

  figures_from: { type: 'time', description: 'The first moment.', example: '2024-07-12T00:00:00Z' },
  figures_to: { type: 'time', description: 'The moment after the last one.', example: '2024-07-13T00:00:00Z' },
  figures_by: { type: 'choice', values: ['hour', 'day'], description: 'Length of a bucket.', example: 'hour' },
  time_zone: {
    type: 'string',
    minLength: 1,
    maxLength: 64,
    pattern: /^[A-Za-z][A-Za-z0-9_+/-]*$/,
    rule: 'must be the IANA name of a time zone',
    description: 'IANA name of the time zone that hours and days begin in.',
    example: 'Europe/Berlin',
  },
  figures_compare: {
    type: 'choice',
    values: ['previous'],
    description: 'previous: each item also says what was sold in the period before, of the same length.',
    example: 'previous',
  },
  figures_sort: {
    type: 'choice',
    values: ['units', 'revenue'],
    description: 'The best first; equal ones by product_id.',
    example: 'revenue',
  },
  figures_limit: {
    type: 'integer',
    minimum: 1,
    maximum: 500,
    description: 'Maximum number of items to return.',
    example: 100,
  },

  limit: { type: 'integer', minimum: 1, maximum: 100, description: 'Maximum number of items to return.', example: 50 },
  cursor: {
    type: 'string',
    minLength: 1,
    maxLength: 4_000,
    pattern: /^[A-Za-z0-9_-]+$/,
    rule: 'must be the next_cursor of an answer',
    description: 'The `next_cursor` of the page before, with the same sort and filters.',
    example: 'WyJDNHU3T1J4Z1VnRlMiLDJd',
  },

  restock_id: key(
    'Your own id of this delivery. Added once: repeating it gives the same answer again.',
    'DELIVERY-2024-07',
  ),

  reserved: count(0, 'Units that pending orders hold: not part of the stock that can be sold now.', 2),
  adjustment_id: key(
    'Your own id of this correction. Made once: repeating it gives the same answer again.',
    'COUNT-2024-07',
  ),
  adjustment: {
    type: 'integer',
    minimum: -LIMITS.int32,
    maximum: LIMITS.int32,
    except: 0,
    description: 'Units that were found (positive) or are gone (negative).',
    example: -3,
  },
  reason: {
    type: 'string',
    minLength: 1,
    maxLength: LIMITS.reasonLength,
    pattern: NAME_PATTERN,
    rule: 'must not be blank or contain control characters',
    description: 'Why, in a few words.',
    example: 'broken in the warehouse',
  },

  return_id: key('The id of this return. Made once: repeating it gives the same answer again.', 'RETURN-2024-07'),
  line: { type: 'integer', minimum: 1, maximum: LIMITS.lines, description: 'Which line of the order.', example: 1 },
  attempt: {
    type: 'integer',
    minimum: 1,
    maximum: 32_767,
    description: 'Which attempt of the reservation.',
    example: 1,
  },
  ttl_seconds: {
    type: 'integer',
    minimum: LIMITS.ttl.min,
    maximum: LIMITS.ttl.max,
    description: 'How long units are held.',
    example: 300,
  },
} as const satisfies Record<string, Field>;
