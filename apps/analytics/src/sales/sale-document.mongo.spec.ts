import { productSoldExample } from '@app/contracts';
import { describe, expect, it } from '@jest/globals';
import { Long } from 'mongodb';
import { toSaleDocument } from './sale-document.mongo.js';

const recordedAt = new Date('2024-07-12T09:26:54.000Z');

describe('the document of a sale', () => {
  it('is the sale itself, flat, under its event_id', () => {
    expect(toSaleDocument(productSoldExample, 'a'.repeat(32), recordedAt)).toEqual({
      ...productSoldExample,
      _id: productSoldExample.event_id,
      occurred_at: new Date(productSoldExample.occurred_at),
      unit_price_cents: Long.fromNumber(productSoldExample.unit_price_cents),
      total_cents: Long.fromNumber(productSoldExample.total_cents),
      trace_id: 'a'.repeat(32),
      recorded_at: recordedAt,
      segment: '2024-07-12T09:26:50Z',
    });
  });

  it('holds no address and nothing it does not know', () => {
    const event = { ...productSoldExample, customer_email: 'ada@example.org', gift: { wrapped: true } };
    expect(JSON.stringify(toSaleDocument(event, 't', recordedAt))).not.toMatch(/ada@|wrapped/);
  });
});
