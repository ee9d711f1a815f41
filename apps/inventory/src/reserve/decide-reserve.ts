import { type Failure, LIMITS } from '@app/contracts';
import type { Draft } from '../batch/draft.js';
import { available, type ProductRow } from '../batch/product.js';
import { orderIdReused } from '../sell/decide-sale.js';
import type { BasketLine, Reservation, ReserveRequest } from './reservation.js';

/** What became of a reservation, or the reason why nothing changed. */
export type ReservationDecision = { ok: true; replayed: boolean; reservation: Reservation } | Failure;

interface PricedLine extends BasketLine {
  product: ProductRow;
}

/**
 * Holds all lines or none. A repeated request is answered with the reservation as it stands, whatever its state; with
 * `again` an expired one is reopened as the next attempt, at the prices of now. A refusal changes nothing.
 */
export function decideReserve(request: ReserveRequest, traceparent: string | null, draft: Draft): ReservationDecision {
  const known = draft.order(request.order_id);
  if (known?.kind === 'sale') return orderIdReused(request);
  const earlier = known?.reservation;
  if (earlier && !hasSameBody(earlier, request)) return orderIdReused(request);
  if (earlier && !(request.again && earlier.state === 'expired')) {
    return repeated(request, earlier);
  }

  const lines = request.lines.map((line) => ({ ...line, product: draft.product(line.product_id) }));
  const missing = unknownProducts(lines);
  if (missing) return missing;
  const priced = lines as PricedLine[];
  const refusal = refuse(request, priced);
  if (refusal) return refusal;

  for (const { product, quantity } of priced) draft.move(product, { reserved: quantity });
  const reservation = reservationOf(request, priced, (earlier?.attempt ?? 0) + 1, traceparent, draft);
  draft.setOrder(request.order_id, { kind: 'reservation', reservation, due: false, sales: [] });
  return { ok: true, replayed: false, reservation };
}

/** Before anything is settled a buyer need not accept a price that they did not expect. */
function repeated(request: ReserveRequest, reservation: Reservation): ReservationDecision {
  const refusal = reservation.state === 'pending' ? priceChanged(request, reservation.total_cents) : undefined;
  return refusal ?? { ok: true, replayed: true, reservation };
}

/** How long it is held and what it was expected to cost are no part of the body. */
function hasSameBody({ lines, customer_email }: Reservation, request: ReserveRequest): boolean {
  return (
    customer_email === request.customer_email &&
    lines.length === request.lines.length &&
    lines.every(({ product_id, quantity }, index) => {
      const line = request.lines[index];
      return line?.product_id === product_id && line.quantity === quantity;
    })
  );
}

function refuse(request: ReserveRequest, lines: PricedLine[]): Failure | undefined {
  return (
    archivedProducts(lines) ??
    mixedCurrencies(lines) ??
    tooExpensive(lines) ??
    notEnough(lines) ??
    priceChanged(request, totalOf(lines))
  );
}

function unknownProducts(lines: (BasketLine & { product: ProductRow | undefined })[]): Failure | undefined {
  const errors = lines.flatMap(({ product_id, product }, index) =>
    product ? [] : [{ pointer: `/lines/${index}/product_id`, detail: `There is no product ${product_id}` }],
  );
  return refusal('product-not-found', errors);
}

function archivedProducts(lines: PricedLine[]): Failure | undefined {
  const errors = lines.flatMap(({ product }, index) => {
    const detail = `Product ${product.id} is archived: it is not sold any more`;
    return product.archived ? [{ pointer: `/lines/${index}/product_id`, detail }] : [];
  });
  return refusal('product-archived', errors);
}

function mixedCurrencies(lines: PricedLine[]): Failure | undefined {
  const currency = lines[0]?.product.currency;
  const errors = lines.flatMap(({ product }, index) => {
    const detail = `Product ${product.id} costs ${product.currency}, the first line ${currency}`;
    return product.currency === currency ? [] : [{ pointer: `/lines/${index}/product_id`, detail }];
  });
  return refusal('validation', errors);
}

function tooExpensive(lines: PricedLine[]): Failure | undefined {
  const detail = `The total would pass ${LIMITS.cents} cents`;
  return totalOf(lines) > LIMITS.cents ? refusal('validation', [{ pointer: '/lines', detail }]) : undefined;
}

function notEnough(lines: PricedLine[]): Failure | undefined {
  const errors = lines.flatMap(({ product, quantity }, index) => {
    const left = available(product);
    const detail = `${quantity} units of product ${product.id} were asked for, ${left} are left`;
    return left < quantity ? [{ pointer: `/lines/${index}/quantity`, detail, available: left }] : [];
  });
  return refusal('insufficient-stock', errors);
}

function priceChanged({ expected_total_cents: expected }: ReserveRequest, total_cents: number): Failure | undefined {
  if (expected === null || expected === total_cents) return undefined;
  const message = `The total is ${total_cents} cents, ${expected} were expected`;
  return { ok: false, failure: 'price-changed', message, total_cents };
}

function refusal(failure: Failure['failure'], errors: NonNullable<Failure['errors']>): Failure | undefined {
  if (errors.length === 0) return undefined;
  return { ok: false, failure, message: errors.map(({ detail }) => detail).join('; '), errors };
}

/** Sums of doubles beyond 2^53 are not exact, but never below it again. */
const totalOf = (lines: PricedLine[]): number =>
  lines.reduce((sum, { product, quantity }) => sum + product.price_cents * quantity, 0);

function reservationOf(
  request: ReserveRequest,
  lines: PricedLine[],
  attempt: number,
  traceparent: string | null,
  draft: Draft,
): Reservation {
  return {
    order_id: request.order_id,
    attempt,
    state: 'pending',
    reason: null,
    currency: (lines[0] as PricedLine).product.currency,
    total_cents: totalOf(lines),
    customer_email: request.customer_email,
    expires_at: draft.inSeconds(request.ttl_seconds),
    settled_at: null,
    traceparent,
    lines: lines.map(({ product, quantity }, index) => ({
      line: index + 1,
      product_id: product.id,
      product_name: product.name,
      quantity,
      unit_price_cents: product.price_cents,
      returned: 0,
    })),
  };
}
