import { describe, expect, it } from '@jest/globals';
import { parseSaleRequest } from './sale-request.js';

const GOOD = { product_id: 1, quantity: 2, order_id: 'ORD-2024-001' };

describe('what is not a sale is refused by the gRPC server too, and named', () => {
  it.each([
    ['/quantity', { quantity: 0 }],
    ['/quantity', { quantity: -50 }],
    ['/quantity', { quantity: 1.9 }],
    ['/quantity', { quantity: 2 ** 31 }],
    ['/quantity', { quantity: Number.NaN }],
    ['/product_id', { product_id: 0 }],
    ['/product_id', { product_id: -1 }],
    ['/product_id', { product_id: 2 ** 31 }],
    ['/order_id', { order_id: '' }],
    ['/order_id', { order_id: 'x'.repeat(65) }],
    ['/order_id', { order_id: 'a b' }],
    ['/order_id', { order_id: 'a\0b' }],
    ['/order_id', { order_id: 'a\n' }],
    ['/order_id', { order_id: 'é' }],
    ['/order_id', { order_id: '\ud800' }],
    ['/customer_email', { customer_email: '' }],
    ['/customer_email', { customer_email: 'nobody' }],
    ['/customer_email', { customer_email: 'a@b\r\nBcc: c@d' }],
    ['/customer_email', { customer_email: 'a\0@b.co' }],
    ['/customer_email', { customer_email: `${'x'.repeat(250)}@b.co` }],
  ])('%s of %j', (pointer, field) => {
    expect(parseSaleRequest({ ...GOOD, ...field })).toMatchObject({
      ok: false,
      failure: 'validation',
      message: expect.stringContaining(pointer.slice(1)),
      errors: [{ pointer }],
    });
  });

  it('names every bad field', () => {
    const parsed = parseSaleRequest({ product_id: 0, quantity: 0, order_id: '' });
    expect(parsed).toMatchObject({
      errors: [{ pointer: '/product_id' }, { pointer: '/quantity' }, { pointer: '/order_id' }],
    });
  });

  it.each([{}, { customer_email: 'buyer@example.com' }, { quantity: 2 ** 31 - 1 }, { order_id: '!~'.repeat(32) }])(
    'accepts %j',
    (field) => {
      const { customer_email = null, ...rest } = { ...GOOD, ...field } as typeof GOOD & { customer_email?: string };
      expect(parseSaleRequest({ ...GOOD, ...field })).toEqual({ ok: true, request: { ...rest, customer_email } });
    },
  );
});
