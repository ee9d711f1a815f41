import { describe, expect, it } from '@jest/globals';
import { EMAIL_PATTERN } from '../limits.js';
import { productSoldExample } from './product-sold.example.js';
import { encodeProductSold, parseProductSold } from './product-sold.js';

describe('product_sold v1', () => {
  it('accepts its example, and what it encodes reads back the same', () => {
    expect(parseProductSold(JSON.parse(encodeProductSold(productSoldExample).toString()))).toEqual({
      ok: true,
      event: productSoldExample,
    });
  });

  it('accepts fields that a later producer adds', () => {
    expect(parseProductSold({ ...productSoldExample, gift: true }).ok).toBe(true);
  });

  it.each([
    ['a later version', { ...productSoldExample, version: 2 }, 'unsupported-version', 'version 2'],
    ['another type', { ...productSoldExample, type: 'product_restocked' }, 'wrong-type', 'product_restocked'],
    ['a missing field', { ...productSoldExample, order_id: undefined }, 'schema', 'order_id'],
    ['a wrong field', { ...productSoldExample, quantity: 0 }, 'schema', 'quantity'],
    ['no object', 'hello', 'schema', 'object'],
    ['null', null, 'schema', 'object'],
  ])('refuses %s and says why', (_, json, kind, reason) => {
    expect(parseProductSold(json)).toEqual({ ok: false, kind, reason: expect.stringContaining(reason) });
  });

  it('takes every address that the front door takes', () => {
    for (const customer_email of ['müller@example.org', '.a..b.@a-b.example', "o'x+1@x.y"]) {
      expect(EMAIL_PATTERN.test(customer_email)).toBe(true);
      expect(() => encodeProductSold({ ...productSoldExample, customer_email })).not.toThrow();
    }
  });

  it('never encodes an event that breaks the schema', () => {
    expect(() => encodeProductSold({ ...productSoldExample, total_cents: -1 })).toThrow('total_cents');
  });
});
