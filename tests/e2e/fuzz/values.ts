import fc from 'fast-check';
import type { ApiDocument, Schema } from './document.ts';

/** Fields and parameters that are always given, out of these: what the fuzzer may touch belongs to it. */
export type Pinned = Record<string, fc.Arbitrary<unknown>>;

/** Values that fit a schema. */
export function fitting(document: ApiDocument, schema: Schema, pinned: Pinned): fc.Arbitrary<unknown> {
  const {
    type,
    enum: choices,
    minimum,
    maximum,
    items,
    properties = {},
    required = [],
    minItems = 0,
    ...text
  } = document.resolve(schema);
  if (choices) return fc.constantFrom(...choices);
  switch ([type].flat()[0]) {
    case 'integer':
      return wholeNumber(minimum, maximum);
    case 'boolean':
      return fc.boolean();
    case 'array':
      // Lines of an order name each product or line once.
      return fc.uniqueArray(fitting(document, items ?? {}, pinned), {
        minLength: minItems,
        maxLength: 3,
        selector: keyOf,
      });
    case 'object': {
      const fields = Object.entries(properties).map(
        ([name, field]) => [name, pinned[name] ?? fitting(document, field, pinned)] as const,
      );
      const always = Object.keys(properties).filter((name) => required.includes(name) || name in pinned);
      return fc.record(Object.fromEntries(fields), { requiredKeys: always });
    }
    default:
      return fittingText(text);
  }
}

const keyOf = (item: unknown) => {
  const { product_id, line } = (item ?? {}) as Record<string, unknown>;
  return product_id ?? line ?? JSON.stringify(item);
};

/** Small ones often, so that products exist and stock suffices; the bounds now and then. */
function wholeNumber(minimum = 0, maximum = 1_000_000): fc.Arbitrary<number> {
  const low = fc.integer({ min: minimum, max: minimum + 3 });
  const any = fc.maxSafeInteger().map((value) => minimum + (Math.abs(value) % (maximum - minimum)));
  return fc.oneof({ weight: 6, arbitrary: low }, { weight: 2, arbitrary: any }, fc.constantFrom(minimum, maximum));
}

/** Also such as some validators refuse: dots at the ends, letters beyond ASCII. */
const emailAddress = fc
  .tuple(fc.stringMatching(/^[a-z.ü+']{1,12}$/), fc.stringMatching(/^[a-z-]{1,8}(\.[a-z0-9-]{2,4}){1,2}$/))
  .map(([user, host]) => `${user}@${host}`);

/** Around the time in which a shop has sold something. */
const moment = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString());

function fittingText({ pattern, format, minLength = 0, maxLength = 64 }: Schema): fc.Arbitrary<string> {
  const fits = (value: string) => value.length >= minLength && value.length <= maxLength;
  if (format === 'idn-email') return emailAddress;
  if (format === 'date-time') return moment;
  if (pattern?.startsWith('^[^')) {
    return fc.oneof(
      fc.constantFrom('Laptop Gamer', 'Tastatur für Große', '猫のマグカップ ☕'),
      fc.string({ minLength: 1, maxLength: 20 }).filter((name) => name.trim() !== ''),
    );
  }
  if (pattern) return fc.stringMatching(new RegExp(pattern)).filter(fits);
  return fc.string({ minLength, maxLength: Math.min(maxLength, 64) });
}

/** Text that has broken parsers, databases, logs and shells before. */
export const nastyText = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '\u0000',
    '\ud800',
    '\u202egnp.exe',
    '😀'.repeat(100),
    'a'.repeat(5_000),
    "'; DROP TABLE sales; --",
    '$(reboot)',
    '{{7*7}}',
    '<script>alert(1)</script>',
    '../../etc/passwd',
    '%00',
    '%2e%2e%2f',
    '\r\nX-Injected: 1',
    'NaN',
    '-0',
    '1e1000',
    '0x1f',
    '١٢٣',
    'null',
    'true',
    '__proto__',
    'constructor',
    'toString',
  ),
  fc.string({ unit: 'binary', maxLength: 200 }),
);

/** Any JSON value but the expected one. */
export const nastyValue = fc.oneof(
  nastyText,
  fc.constantFrom(null, true, false, 0, -1, -50, 1.9, 0.1, -0, 2 ** 31, 2 ** 53, 1e300, [], {}, [[]], { a: { b: {} } }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.jsonValue({ maxDepth: 2 }),
);

/** Names of fields that nobody asked for. */
export const nastyName = fc.oneof(
  fc.constantFrom(
    '__proto__',
    'constructor',
    'prototype',
    'orderId',
    'productId',
    'order_id ',
    'ORDER_ID',
    '',
    '/',
    '~1',
    'hasOwnProperty',
  ),
  nastyText,
);
