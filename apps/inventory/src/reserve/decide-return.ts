import { type Failure, LIMITS } from '@app/contracts';
import type { Draft } from '../batch/draft.js';
import { available } from '../batch/product.js';
import { notFound } from './decide-settle.js';
import type { RecordedReturn, Reservation, ReservedLine, ReturnRequest } from './reservation.js';

/** What came back, one row for each line, and the reservation after it. */
export type ReturnDecision =
  | { ok: true; replayed: boolean; reservation: Reservation; returns: RecordedReturn[] }
  | Failure;

/** Puts sold units of an order back, once for each return_id and never more than were sold. A refusal changes nothing. */
export function decideReturn(request: ReturnRequest, draft: Draft): ReturnDecision {
  const known = draft.order(request.order_id);
  const earlier = draft.returned(request.return_id);
  if (earlier && !hasSameBody(earlier, request)) return reused(request);
  if (known?.kind !== 'reservation') return notFound(request);
  const { reservation } = known;
  if (earlier) return { ok: true, replayed: true, reservation, returns: earlier };
  const refusal = exceeds(request, reservation) ?? overflows(request, reservation, draft);
  if (refusal) return refusal;

  const returns = request.lines.map(({ line, quantity }) =>
    putBack(request, lineOf(reservation, line) as ReservedLine, quantity, reservation.currency, draft),
  );
  const after = { ...reservation, lines: reservation.lines.map((line) => withReturned(line, request)) };
  draft.setOrder(reservation.order_id, { ...known, reservation: after });
  draft.setReturn(request.return_id, returns);
  return { ok: true, replayed: false, reservation: after, returns };
}

const lineOf = ({ lines }: Reservation, wanted: number) => lines.find(({ line }) => line === wanted);

function hasSameBody(rows: RecordedReturn[], { order_id, lines }: ReturnRequest): boolean {
  return (
    rows.length === lines.length &&
    lines.every(({ line, quantity }) =>
      rows.some((row) => row.order_id === order_id && row.line === line && row.quantity === quantity),
    )
  );
}

const reused = ({ return_id }: ReturnRequest): Failure => ({
  ok: false,
  failure: 'return-id-reused',
  message: `The return_id ${return_id} belongs to a return with another body`,
});

function exceeds({ lines }: ReturnRequest, reservation: Reservation): Failure | undefined {
  const errors = lines.flatMap(({ line, quantity }, index) => {
    const held = lineOf(reservation, line);
    const left = held && reservation.state === 'confirmed' ? held.quantity - held.returned : 0;
    const detail = `${quantity} units of line ${line} were to come back, ${left} are sold`;
    return left < quantity ? [{ pointer: `/lines/${index}/quantity`, detail, available: left }] : [];
  });
  if (errors.length === 0) return undefined;
  const message = errors.map(({ detail }) => detail).join('; ');
  return { ok: false, failure: 'return-exceeds-sale', message, errors };
}

function overflows({ lines }: ReturnRequest, reservation: Reservation, draft: Draft): Failure | undefined {
  const passes = lines.some(({ line, quantity }) => {
    const product = draft.product((lineOf(reservation, line) as ReservedLine).product_id);
    return product !== undefined && product.stock + quantity > LIMITS.int32;
  });
  if (!passes) return undefined;
  return { ok: false, failure: 'stock-out-of-range', message: `The stock would pass ${LIMITS.int32} units` };
}

function withReturned(line: ReservedLine, request: ReturnRequest): ReservedLine {
  const quantity = request.lines.find((one) => one.line === line.line)?.quantity ?? 0;
  return { ...line, returned: line.returned + quantity };
}

function putBack(
  { return_id, order_id }: ReturnRequest,
  { line, product_id, product_name, unit_price_cents }: ReservedLine,
  quantity: number,
  currency: string,
  draft: Draft,
): RecordedReturn {
  const after = draft.moveHeld(product_id, { stock: quantity });
  return {
    return_id,
    line,
    order_id,
    product_id,
    product_name,
    quantity,
    unit_price_cents,
    currency,
    stock_after: available(after),
    product_version: after.version,
    event_id: draft.newId(),
    occurred_at: draft.occurredAt,
  };
}
