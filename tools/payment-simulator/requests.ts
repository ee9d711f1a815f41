import { createHash } from 'node:crypto';
import { CURRENCY_PATTERN, KEY_PATTERN, LIMITS } from '@app/contracts';
import type { Command } from './decide.js';

/** A field of a request that cannot be used. */
export interface FieldError {
  pointer: string;
  detail: string;
}

export type Checked<T> = { ok: true; value: T } | { ok: false; errors: FieldError[] };

type Check = (value: unknown) => string | undefined;

const text = (pattern: RegExp, what: string): Check => {
  return (value) => (typeof value === 'string' && pattern.test(value) ? undefined : `must be ${what}`);
};
const printable = /^[\x21-\x7e]{1,255}$/;
const cents: Check = (value) =>
  Number.isSafeInteger(value) && (value as number) >= 0
    ? undefined
    : `must be a whole number of minor units, 0 to ${LIMITS.cents}`;
const positiveCents: Check = (value) => (value === 0 ? 'must be at least 1' : cents(value));

const FIELDS: Record<Command['operation'], Record<string, Check>> = {
  authorise: {
    reference: text(KEY_PATTERN, '1 to 64 printable ASCII characters without spaces'),
    amount_cents: cents,
    currency: text(CURRENCY_PATTERN, 'an ISO 4217 code, for example USD'),
    token: text(printable, '1 to 255 printable ASCII characters without spaces'),
  },
  capture: { amount_cents: cents },
  void: {},
  refund: { amount_cents: positiveCents },
};

/** Makes a command of a request, or names every bad field. */
export function commandOf(
  operation: Command['operation'],
  paymentId: string,
  key: string | undefined,
  body: unknown,
): Checked<Command> {
  const fields = isObject(body) ? body : {};
  const errors = [...keyErrors(key), ...(isObject(body) ? fieldErrors(FIELDS[operation], body) : [notAnObject])];
  if (errors.length > 0 || key === undefined) return { ok: false, errors };
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([operation, paymentId, canonical(fields)]))
    .digest('hex');
  const { reference, amount_cents: amountCents, currency, token } = fields;
  const values = { operation, key, fingerprint, paymentId, reference, amountCents, currency, token };
  return { ok: true, value: values as unknown as Command };
}

const notAnObject = { pointer: '', detail: 'must be a JSON object' };

function keyErrors(key: string | undefined): FieldError[] {
  if (key !== undefined && printable.test(key)) return [];
  return [{ pointer: 'Idempotency-Key', detail: 'the header must have 1 to 255 printable ASCII characters' }];
}

function fieldErrors(checks: Record<string, Check>, body: Record<string, unknown>): FieldError[] {
  const unknown = Object.keys(body).filter((name) => !Object.hasOwn(checks, name));
  return [
    ...Object.entries(checks).flatMap(([name, check]) => {
      const detail = check(body[name]);
      return detail ? [{ pointer: `/${name}`, detail }] : [];
    }),
    ...unknown.map((name) => ({ pointer: `/${name}`, detail: 'is not a field of this request' })),
  ];
}

/** Two bodies that mean the same are written the same. */
const canonical = (body: Record<string, unknown>) => Object.entries(body).toSorted(([a], [b]) => (a < b ? -1 : 1));

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
