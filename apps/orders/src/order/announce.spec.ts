import { readdirSync, readFileSync } from 'node:fs';
import { type EventType, parseEvent } from '@app/contracts';
import { describe, expect, it } from '@jest/globals';
import { announcementsOf, eventId } from './announce.js';
import { fold } from './evolve-order.js';
import type { OrderEvent } from './order-event.js';

const folder = `${import.meta.dirname}/../../test/histories`;
const historyOf = (name: string) =>
  (JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')) as { history: OrderEvent[] }).history;
const told = (name: string) => announcementsOf(undefined, historyOf(`${name}.json`));

describe('what the shop is told of an order', () => {
  it.each(readdirSync(folder))('%s: valid events, each end once', (name) => {
    const messages = announcementsOf(undefined, historyOf(name));
    expect(messages.length).toBeGreaterThan(0);
    for (const { type, payload, event_id } of messages) {
      expect(parseEvent(type, JSON.parse(payload))).toMatchObject({ ok: true, event: { event_id } });
    }
    const ends: EventType[] = ['order_completed', 'order_rejected', 'order_cancelled'];
    expect(messages.filter(({ type }) => ends.includes(type))).toHaveLength(1);
  });

  it('a completed order with its lines and total; a refund with what it was for', () => {
    expect(JSON.parse(told('v1-completed')[0]?.payload ?? '')).toMatchObject({
      type: 'order_completed',
      total_cents: 304_296,
      lines: [{ line: 1, product_name: 'Laptop Gamer' }, {}, {}],
    });
    expect(told('v1-refunded').map(({ type }) => type)).toEqual([
      'order_completed',
      'order_refunded',
      'order_refunded',
    ]);
    expect(JSON.parse(told('v1-refunded')[1]?.payload ?? '')).toMatchObject({
      refund_id: 'R-1',
      refunded_cents: 149_900,
      refunded_total_cents: 149_900,
      restock: true,
      lines: [{ line: 1, quantity: 1, product_id: 1 }],
    });
  });

  it('money that comes late tells no second end', () => {
    expect(told('v1-late-money').map(({ type }) => type)).toEqual(['order_rejected']);
  });

  it('the same, event by event and all at once: what is rebuilt has the same ids', () => {
    const history = historyOf('v1-refunded.json');
    const oneByOne = history.flatMap((event, index) => announcementsOf(fold(history.slice(0, index)), [event]));
    expect(oneByOne).toEqual(announcementsOf(undefined, history));
    expect(eventId('ORD-1', 5, 'order_completed')).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  });
});
