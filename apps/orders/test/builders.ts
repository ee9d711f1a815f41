import { decide, type OrderCommand, type Reserved } from '../src/order/decide-order.js';
import { evolve } from '../src/order/evolve-order.js';
import type { Order } from '../src/order/order.js';
import type { OrderEvent } from '../src/order/order-event.js';

/** Three lines: 2 laptops, 1 mouse, 3 cables. */
export const aReservation = (change: Partial<Reserved> = {}): Reserved => ({
  attempt: 1,
  currency: 'USD',
  total_cents: 304_296,
  lines: [
    {
      line: 1,
      product_id: 1,
      product_name: 'Laptop Gamer',
      quantity: 2,
      unit_price_cents: 149_900,
      total_cents: 299_800,
    },
    {
      line: 2,
      product_id: 2,
      product_name: 'Mouse Wireless',
      quantity: 1,
      unit_price_cents: 2_999,
      total_cents: 2_999,
    },
    { line: 3, product_id: 3, product_name: 'Cable', quantity: 3, unit_price_cents: 499, total_cents: 1_497 },
  ],
  expires_at: '2026-01-01T00:05:00.000Z',
  ...change,
});

export const PLACE: OrderCommand = { type: 'place', placed_by: 'ada', reservation: aReservation() };

/** A history that grows by commands. */
export interface Told {
  order: Order | undefined;
  history: OrderEvent[];
}

/** Decides and appends; a refused command changes nothing. */
export function tell({ order, history }: Told, command: OrderCommand): Told {
  const decision = decide(order, command);
  const events = decision.ok ? decision.events : [];
  return events.reduce<Told>(
    (told, event) => {
      const seq = (told.order?.seq ?? 0) + 1;
      const at = new Date(Date.UTC(2026, 0, 1, 0, 0, seq)).toISOString();
      const whole = { ...event, order_id: 'ORD-1', seq, version: 1, at } as OrderEvent;
      return { order: evolve(told.order, whole), history: [...told.history, whole] };
    },
    { order, history },
  );
}

export const tellAll = (...commands: OrderCommand[]): Told => commands.reduce(tell, { order: undefined, history: [] });

export const AUTHORISED: OrderCommand = {
  type: 'record',
  outcome: { effect: 'authorise', outcome: 'authorised', payment_id: 'pay-1' },
};
export const CONFIRMED: OrderCommand = {
  type: 'record',
  outcome: { effect: 'confirm', outcome: 'confirmed', sale_ids: ['s1', 's2', 's3'] },
};
export const CAPTURED: OrderCommand = { type: 'record', outcome: { effect: 'capture', outcome: 'captured' } };

/** A completed order. */
export const completed = (): Told => tellAll(PLACE, AUTHORISED, CONFIRMED, CAPTURED);
