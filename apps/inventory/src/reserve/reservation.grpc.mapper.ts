import type {
  ConfirmOutcome,
  Failure,
  Refusal,
  ReleaseOutcome,
  Reservation as ReservationMessage,
  ReserveOutcome,
  ReturnOutcome,
} from '@app/contracts';
import type { OutcomeOf } from '../batch/stock-item.js';
import { toSaleMessage } from '../sell/sale.grpc.mapper.js';
import type { Reservation } from './reservation.js';

export function toReservationMessage(reservation: Reservation): ReservationMessage {
  const { order_id, attempt, state, currency, total_cents, expires_at } = reservation;
  return {
    order_id,
    attempt,
    state,
    reason: reservation.reason ?? '',
    currency,
    total_cents,
    expires_at,
    settled_at: reservation.settled_at ?? '',
    lines: reservation.lines.map((line) => ({ ...line, total_cents: line.unit_price_cents * line.quantity })),
  };
}

export function toReserveOutcome(outcome: OutcomeOf<'reserve'>): ReserveOutcome & ReleaseOutcome {
  if (!outcome.ok) return refused(outcome);
  return { refusal: undefined, reservation: toReservationMessage(outcome.reservation), replayed: outcome.replayed };
}

export function toConfirmOutcome(outcome: OutcomeOf<'confirm'>): ConfirmOutcome {
  if (!outcome.ok) return { ...refused(outcome), sales: [], events: [] };
  const { sales, events = [], ...rest } = outcome;
  return { ...toReserveOutcome(rest), sales: sales.map(toSaleMessage), events };
}

export function toReturnOutcome(outcome: OutcomeOf<'return'>): ReturnOutcome {
  if (!outcome.ok) return { ...refused(outcome), events: [] };
  return { ...toReserveOutcome(outcome), events: outcome.events ?? [] };
}

function refused({ failure, message, errors = [], total_cents }: Failure) {
  const refusal: Refusal = {
    failure,
    message,
    errors: errors.map(({ pointer, detail, available }) => ({ pointer, detail, available })),
    total_cents,
  };
  return { refusal, reservation: undefined, replayed: false };
}
