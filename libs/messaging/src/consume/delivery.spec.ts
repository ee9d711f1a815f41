import { describe, expect, it } from '@jest/globals';
import type { ConsumeMessage } from 'amqplib';
import { MAX_BODY_BYTES, readDelivery } from './delivery.js';

const message = (body: string | Buffer, properties: object = {}, fields: object = {}) =>
  ({
    content: Buffer.from(body),
    properties: {
      messageId: 'e1',
      type: 'product_sold',
      headers: { traceparent: '00-a-b-01', 'x-attempt': 2 },
      ...properties,
    },
    fields: { deliveryTag: 1, redelivered: true, routingKey: 'analytics.product_sold', ...fields },
  }) as unknown as ConsumeMessage;
const knows = (type: string) => type === 'product_sold';

describe('reading a message', () => {
  it('gives a handler all it needs', () => {
    expect(readDelivery(message('{"order_id":"o1","extra":1}'), knows)).toMatchObject({
      messageId: 'e1',
      type: 'product_sold',
      routingKey: 'analytics.product_sold',
      traceparent: '00-a-b-01',
      attempt: 2,
      redelivered: true,
      json: { order_id: 'o1', extra: 1 },
    });
  });

  it('takes the type from the first routing key when the producer wrote none', () => {
    const plain = { type: undefined, headers: {} };
    expect(readDelivery(message('{}', plain, { routingKey: 'product_sold' }), knows)).toMatchObject({
      type: 'product_sold',
    });
    const retried = { type: undefined, headers: { 'x-original-routing-key': 'product_sold' } };
    expect(readDelivery(message('{}', retried), knows)).toMatchObject({ type: 'product_sold' });
  });

  it.each([
    ['missing-message-id', message('{}', { messageId: undefined })],
    ['too-large', message(Buffer.alloc(MAX_BODY_BYTES + 1, 0x20))],
    ['not-utf8', message(Buffer.from([0x22, 0xc3, 0x28, 0x22]))],
    ['not-json', message('{"order_id":')],
    ['not-json', message('')],
    ['unknown-type', message('{}', { type: 'product_returned' })],
  ])('refuses what no handler can be given: %s', (kind, given) => {
    expect(readDelivery(given, knows)).toMatchObject({ kind, reason: expect.any(String) });
  });
});
