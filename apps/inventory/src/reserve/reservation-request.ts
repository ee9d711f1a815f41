import {
  type ConfirmRequest as ConfirmMessage,
  checkFields,
  complaintAbout,
  type Failure,
  FIELDS,
  type Field,
  invalid,
  LIMITS,
  optional,
  type ReleaseRequest as ReleaseMessage,
  type ReserveRequest as ReserveMessage,
  type ReturnRequest as ReturnMessage,
} from '@app/contracts';
import type { AttemptRequest, ReleaseRequest, ReserveRequest, ReturnRequest } from './reservation.js';

type Parsed<Request> = { ok: true; request: Request } | Failure;
type FieldError = NonNullable<Failure['errors']>[number];

/** Validates what came over the wire. Optional fields that protobuf leaves out become null. */
export function parseReserve(message: ReserveMessage): Parsed<ReserveRequest> {
  const { order_id, ttl_seconds, expected_total_cents = null, again, customer_email = null } = message;
  const lines = message.lines.map(({ product_id, quantity }) => ({ product_id, quantity }));
  const checked = checkFields(message, {
    order_id: FIELDS.order_id,
    ttl_seconds: FIELDS.ttl_seconds,
    expected_total_cents: optional(FIELDS.total_cents),
    customer_email: optional(FIELDS.customer_email),
  });
  const errors = linesErrors(lines, 'product_id', { product_id: FIELDS.product_id, quantity: FIELDS.quantity });
  return parsed(checked, errors, { order_id, lines, ttl_seconds, expected_total_cents, again, customer_email });
}

export function parseConfirm({ order_id, attempt }: ConfirmMessage): Parsed<AttemptRequest> {
  const request = { order_id, attempt };
  return parsed(checkFields(request, { order_id: FIELDS.order_id, attempt: FIELDS.attempt }), [], request);
}

export function parseRelease({ order_id, attempt, reason }: ReleaseMessage): Parsed<ReleaseRequest> {
  const request = { order_id, attempt, reason };
  const bounds = { order_id: FIELDS.order_id, attempt: FIELDS.attempt, reason: FIELDS.reason };
  return parsed(checkFields(request, bounds), [], request);
}

export function parseReturn({ return_id, order_id, ...message }: ReturnMessage): Parsed<ReturnRequest> {
  const lines = message.lines.map(({ line, quantity }) => ({ line, quantity }));
  const request = { return_id, order_id, lines };
  const checked = checkFields(request, { return_id: FIELDS.return_id, order_id: FIELDS.order_id });
  return parsed(checked, linesErrors(lines, 'line', { line: FIELDS.line, quantity: FIELDS.quantity }), request);
}

/** Each field of each line; `key` may be there once. */
function linesErrors<Line extends object>(lines: Line[], key: keyof Line & string, bounds: Record<string, Field>) {
  if (lines.length < 1 || lines.length > LIMITS.lines) {
    return [{ pointer: '/lines', detail: `lines must have 1 to ${LIMITS.lines} items` }];
  }
  const seen = new Set<unknown>();
  return lines.flatMap((line, index): FieldError[] => {
    const bad = Object.entries(bounds).flatMap(([name, field]) => {
      const complaint = complaintAbout(field, line[name as keyof Line]);
      return complaint === undefined ? [] : [{ pointer: `/lines/${index}/${name}`, detail: `${name} ${complaint}` }];
    });
    const isRepeated = seen.has(line[key]);
    seen.add(line[key]);
    const detail = `${key} ${String(line[key])} is there already: one line for each`;
    return isRepeated ? [...bad, { pointer: `/lines/${index}/${key}`, detail }] : bad;
  });
}

function parsed<Request>(checked: { ok: true } | Failure, errors: FieldError[], request: Request): Parsed<Request> {
  const all = [...(checked.ok ? [] : (checked.errors ?? [])), ...errors];
  return all.length === 0 ? { ok: true, request } : invalid(all);
}
