// Histories as they were written by each version of the events. Files are added, never changed: what is in a database has to fold permanently.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { fold } from './evolve-order.js';
import type { OrderEvent } from './order-event.js';

const folder = `${import.meta.dirname}/../../test/histories`;
const recorded = readdirSync(folder).map((name) => ({
  name,
  ...(JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')) as { history: OrderEvent[]; order: object }),
}));

describe('a recorded history still folds to what it told then', () => {
  it.each(recorded)('$name', ({ history, order }) => {
    expect(JSON.parse(JSON.stringify(fold(history)))).toEqual(order);
  });

  it('each kind of event is in one of them', () => {
    const types = new Set(recorded.flatMap(({ history }) => history.map(({ type }) => type)));
    expect([...types].sort()).toEqual([
      'cancel_accepted',
      'capture_refused',
      'late_money_found',
      'payment_abandoned',
      'payment_authorised',
      'payment_captured',
      'payment_declined',
      'payment_pending',
      'payment_voided',
      'placed',
      'refund_completed',
      'refund_paid',
      'refund_refused',
      'refund_requested',
      'reservation_lost',
      'reserved',
      'stock_confirmed',
      'stock_released',
      'stock_returned',
    ]);
  });
});
