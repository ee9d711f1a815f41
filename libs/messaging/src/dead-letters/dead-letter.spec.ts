import { describe, expect, it } from '@jest/globals';
import type { Message } from 'amqplib';
import { describe as described } from './dead-letter.js';

const message = (body: string | Buffer, headers: object, properties: object = {}) =>
  ({
    content: Buffer.from(body),
    properties: { messageId: 'e1', type: 'product_sold', headers, ...properties },
    fields: {},
  }) as unknown as Message;

describe('a dead letter, shown', () => {
  it('has the reason its consumer wrote', () => {
    const headers = {
      'x-error-kind': 'not-json',
      'x-error-message': 'the body is not JSON',
      'x-failed-at': '2026-11-22T10:00:00.000Z',
      'x-consumer': 'analytics',
      'x-attempt': 1,
    };
    expect(described(message('{"order_id":"o1"}', headers))).toEqual({
      event_id: 'e1',
      type: 'product_sold',
      error_kind: 'not-json',
      error_message: 'the body is not JSON',
      failed_at: '2026-11-22T10:00:00.000Z',
      attempt: 1,
      consumer: 'analytics',
      order_id: 'o1',
      body: '{"order_id":"o1"}',
    });
  });

  it("has the broker's reason when no consumer wrote one", () => {
    const death = { reason: 'delivery_limit', queue: 'analytics.product_sold', time: { '!': 'timestamp', value: 0 } };
    const headers = { 'x-first-death-reason': 'delivery_limit', 'x-death': [death] };
    expect(described(message('{}', headers))).toMatchObject({
      error_kind: 'delivery-limit',
      error_message: expect.stringContaining('analytics.product_sold'),
      failed_at: '1970-01-01T00:00:00.000Z',
    });
  });

  it.each([{ 'x-death': 7 }, { 'x-death': [{ time: { value: 1e300 } }] }, {}])(
    'survives any headers: %j',
    (headers) => {
      expect(described(message('{}', headers))).toMatchObject({ error_kind: 'unknown', failed_at: null });
    },
  );

  it('takes the event id from the body when the message has none', () => {
    expect(described(message('{"event_id":"e2"}', {}, { messageId: undefined })).event_id).toBe('e2');
    expect(described(message('nonsense', {}, { messageId: undefined })).event_id).toBeNull();
  });

  it('shows bytes as base64 and cuts what is long', () => {
    expect(described(message(Buffer.from([0xff]), {})).body).toBe('base64:/w==');
    const { body } = described(message('é'.repeat(50_000), {}));
    expect(body).toMatch(/é… \(34464 more bytes\)$/);
  });
});
