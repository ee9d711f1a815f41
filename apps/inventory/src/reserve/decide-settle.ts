import type { Failure } from '@app/contracts';
import type { Draft } from '../batch/draft.js';
import { available } from '../batch/product.js';
import type { KnownOrder } from '../batch/situation.js';
import type { RecordedSale } from '../sell/sale.js';
import type { ReservationDecision } from './decide-reserve.js';
import type { AttemptRequest, ReleaseRequest, Reservation, ReservationState, ReservedLine } from './reservation.js';

/** The sales of a confirmed order, one for each line in their order. */
export type ConfirmDecision =
  | { ok: true; replayed: boolean; reservation: Reservation; sales: RecordedSale[] }
  | Failure;

/** Expiry is only ever asked for by the sweep: `expired` says whether it happened now. */
export type ExpireDecision = { ok: true; expired: boolean; reservation: Reservation | undefined } | Failure;

type KnownReservation = Extract<KnownOrder, { kind: 'reservation' }>;

/** Turns what is held into sales. The state of the row decides; no clock is asked. */
export function decideConfirm(request: AttemptRequest, draft: Draft): ConfirmDecision {
  const known = find(request, draft);
  if (!known) return notFound(request);
  const { reservation, sales } = known;
  if (request.attempt < reservation.attempt) return expired(request);
  switch (reservation.state) {
    case 'confirmed':
      return { ok: true, replayed: true, reservation, sales };
    case 'expired':
      return expired(request);
    case 'released':
      return refused(request, 'reservation-released', 'was released');
    case 'pending': {
      const sold = reservation.lines.map((line) => sell(reservation, line, draft));
      return { ok: true, replayed: false, reservation: settle(known, 'confirmed', draft, sold), sales: sold };
    }
  }
}

/** Gives back what is held. What was given back before, in whatever way, is a success. */
export function decideRelease(request: ReleaseRequest, draft: Draft): ReservationDecision {
  const known = find(request, draft);
  if (!known) return notFound(request);
  const { reservation } = known;
  // Only after its expiry was there a later attempt.
  if (request.attempt < reservation.attempt) {
    const then: Reservation = { ...reservation, attempt: request.attempt, state: 'expired', reason: null };
    return { ok: true, replayed: true, reservation: then };
  }
  switch (reservation.state) {
    case 'confirmed':
      return refused(request, 'reservation-confirmed', 'was confirmed');
    case 'expired':
    case 'released':
      return { ok: true, replayed: true, reservation };
    case 'pending':
      return { ok: true, replayed: false, reservation: giveBack(known, 'released', draft, request.reason) };
  }
}

/** Ends a pending reservation whose time had passed when its row was read under the lock. */
export function decideExpire(request: AttemptRequest, draft: Draft): ExpireDecision {
  const known = find(request, draft);
  if (!known) return { ok: true, expired: false, reservation: undefined };
  const { reservation, due } = known;
  const isDue = due && reservation.state === 'pending' && reservation.attempt === request.attempt;
  if (!isDue) return { ok: true, expired: false, reservation };
  return { ok: true, expired: true, reservation: giveBack(known, 'expired', draft, null) };
}

function find({ order_id, attempt }: AttemptRequest, draft: Draft): KnownReservation | undefined {
  const known = draft.order(order_id);
  return known?.kind === 'reservation' && attempt <= known.reservation.attempt ? known : undefined;
}

function giveBack(known: KnownReservation, state: ReservationState, draft: Draft, reason: string | null): Reservation {
  for (const { product_id, quantity } of known.reservation.lines) draft.moveHeld(product_id, { reserved: -quantity });
  return settle({ ...known, reservation: { ...known.reservation, reason } }, state, draft, []);
}

function settle(known: KnownReservation, state: ReservationState, draft: Draft, sales: RecordedSale[]): Reservation {
  const reservation: Reservation = { ...known.reservation, state, settled_at: draft.occurredAt };
  draft.setOrder(reservation.order_id, { ...known, reservation, sales });
  return reservation;
}

/** The units leave the house and are no longer held: what can be sold stays the same. */
function sell(reservation: Reservation, { line, product_id, ...held }: ReservedLine, draft: Draft): RecordedSale {
  const after = draft.moveHeld(product_id, { stock: -held.quantity, reserved: -held.quantity });
  return {
    sale_id: draft.newId(),
    order_id: reservation.order_id,
    line,
    product_id,
    product_name: held.product_name,
    quantity: held.quantity,
    unit_price_cents: held.unit_price_cents,
    total_cents: held.unit_price_cents * held.quantity,
    currency: reservation.currency,
    stock_after: available(after),
    product_version: after.version,
    customer_email: reservation.customer_email,
    occurred_at: draft.occurredAt,
  };
}

/** There is no such attempt of such an order. */
export const notFound = ({ order_id }: { order_id: string }): Failure => ({
  ok: false,
  failure: 'reservation-not-found',
  message: `Nothing is reserved under the order_id ${order_id}`,
});

const refused = ({ order_id }: AttemptRequest, failure: Failure['failure'], what: string): Failure => ({
  ok: false,
  failure,
  message: `The reservation of ${order_id} ${what}`,
});

const expired = (request: AttemptRequest) => refused(request, 'reservation-expired', 'has expired');
