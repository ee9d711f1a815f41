import { expect, it } from '@jest/globals';
import { didYouMean } from './did-you-mean.js';

const FIELDS = ['product_id', 'quantity', 'order_id', 'customer_email'];

it.each([
  ['orderId', 'order_id'],
  ['order-id', 'order_id'],
  ['ORDER_ID', 'order_id'],
  ['oder_id', 'order_id'],
  ['product', 'product_id'],
  ['qantity', 'quantity'],
  ['quantitiy', 'quantity'],
  ['customerEmail', 'customer_email'],
  ['coupon', undefined],
  ['id', undefined],
  ['x'.repeat(10_000), undefined],
])('%s means %s', (name, meant) => {
  expect(didYouMean(name, FIELDS)).toBe(meant);
});
