import {
  type CancelOrderRequest,
  checkFields,
  complaintAbout,
  type Failure,
  FIELDS,
  type GetOrderRequest,
  invalid,
  LIMITS,
  type ListOrdersRequest,
  optional,
  type PlaceOrderRequest,
  type RefundOrderRequest,
} from '@app/contracts';

type Checked = { ok: true } | Failure;
type FieldError = NonNullable<Failure['errors']>[number];

const MAX_WAIT_MS = 10_000;

/** The gateway has checked all of this before; a server trusts no caller. */
export const checkPlace = (request: PlaceOrderRequest): Checked =>
  firstFailure(
    checkFields(request, {
      order_id: FIELDS.order_id,
      payment_token: FIELDS.payment_token,
      customer_email: optional(FIELDS.customer_email),
      expected_total_cents: optional(FIELDS.expected_total_cents),
      wait_ms: { type: 'integer', minimum: 0, maximum: MAX_WAIT_MS, example: 2_000 },
    }),
    checkLines(request.lines, 'product_id', 1),
  );

export const checkGet = (request: GetOrderRequest): Checked =>
  checkFields(request, { order_id: FIELDS.order_id, at: optional(FIELDS.occurred_at) });

export const checkList = (request: ListOrdersRequest): Checked =>
  checkFields(request, {
    state: optional(FIELDS.order_state),
    limit: { ...FIELDS.limit, minimum: 0 },
  });

export const checkCancel = (request: CancelOrderRequest): Checked =>
  checkFields(request, { order_id: FIELDS.order_id });

export const checkRefund = (request: RefundOrderRequest): Checked =>
  firstFailure(
    checkFields(request, { order_id: FIELDS.order_id, refund_id: FIELDS.refund_id }),
    checkLines(request.lines, 'line', 0),
  );

/** Each line with a quantity, and each product or line once. */
function checkLines<K extends 'product_id' | 'line'>(
  lines: ({ quantity: number } & Record<K, number>)[],
  key: K,
  least: number,
): Checked {
  if (lines.length < least || lines.length > LIMITS.lines) {
    return invalid([{ pointer: '/lines', detail: `lines must have ${least} to ${LIMITS.lines} items` }]);
  }
  const seen = new Set<number>();
  const errors = lines.flatMap((line, index): FieldError[] => {
    const bad = [key, 'quantity' as const].flatMap((name) => {
      const complaint = complaintAbout(FIELDS[name], line[name]);
      return complaint ? [{ pointer: `/lines/${index}/${name}`, detail: `${name} ${complaint}` }] : [];
    });
    if (seen.has(line[key]))
      bad.push({ pointer: `/lines/${index}/${key}`, detail: `${key} ${line[key]} is named twice` });
    seen.add(line[key]);
    return bad;
  });
  return errors.length === 0 ? { ok: true } : invalid(errors);
}

const firstFailure = (...checks: Checked[]): Checked => checks.find(({ ok }) => !ok) ?? { ok: true };
