import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startEdge } from '../../../test/edge.fixture.js';

let edge: Awaited<ReturnType<typeof startEdge>>;
beforeAll(async () => {
  edge = await startEdge();
});
afterAll(() => edge.app.close());

const post = (payload: string) =>
  edge.inject({ method: 'POST', url: '/orders', headers: { 'content-type': 'application/json' }, payload });
const errorsOf = async (payload: string) => {
  const answer = await post(payload);
  expect([answer.statusCode, answer.json().type]).toEqual([400, '/problems/validation']);
  return Object.fromEntries(
    answer.json().errors.map(({ pointer, detail }: Record<string, string>) => [pointer, detail]),
  );
};
const good = '"product_id":1,"quantity":2,"order_id":"ORD-1"';

it.each([
  ['as it stands', `{${good}}`, { product_id: 1, quantity: 2, order_id: 'ORD-1' }],
  ['3.0 is 3', '{"product_id":1,"quantity":3.0,"order_id":"ORD-1"}', { product_id: 1, quantity: 3, order_id: 'ORD-1' }],
  [
    'an address',
    `{${good},"customer_email":"a@b.example"}`,
    { product_id: 1, quantity: 2, order_id: 'ORD-1', customer_email: 'a@b.example' },
  ],
])('takes what is good: %s', async (_, payload, body) => {
  const answer = await post(payload);
  expect([answer.statusCode, answer.json()]).toEqual([201, body]);
});

it.each([
  [
    'a number in quotes',
    '{"product_id":1,"quantity":"3","order_id":"a"}',
    { '/quantity': 'quantity must be an integer, not a string' },
  ],
  [
    'a part of a unit',
    '{"product_id":1,"quantity":1.9,"order_id":"a"}',
    { '/quantity': 'quantity must be an integer' },
  ],
  ['nothing', '{"product_id":1,"quantity":0,"order_id":"a"}', { '/quantity': 'quantity must not be less than 1' }],
  [
    'a negative quantity',
    '{"product_id":1,"quantity":-50,"order_id":"a"}',
    { '/quantity': 'quantity must not be less than 1' },
  ],
  [
    'more than int32',
    '{"product_id":1,"quantity":1e300,"order_id":"a"}',
    { '/quantity': 'quantity must not be greater than 2147483647' },
  ],
  ['null', `{"product_id":1,"quantity":null,"order_id":"a"}`, { '/quantity': 'quantity must not be null' }],
  [
    'null where the field may be missing',
    `{${good},"customer_email":null}`,
    { '/customer_email': 'customer_email must not be null' },
  ],
  [
    'a space in the order id',
    '{"product_id":1,"quantity":1,"order_id":"a b"}',
    { '/order_id': 'order_id must be 1 to 64 printable ASCII characters without spaces, and not . or ..' },
  ],
  ['another field', `{${good},"coupon":1}`, { '/coupon': 'coupon is not a known field' }],
  ['__proto__', `{${good},"__proto__":{"quantity":1}}`, { '/__proto__': '__proto__ is not a known field' }],
  ['constructor', `{${good},"constructor":{"prototype":{}}}`, { '/constructor': 'constructor is not a known field' }],
  ['a field twice', `{${good},"quantity":3}`, { '/quantity': 'quantity is given more than once' }],
  ['a field twice, escaped', `{${good},"quant\\u0069ty":3}`, { '/quantity': 'quantity is given more than once' }],
  ['a pointer that needs escaping', `{${good},"a/b~c":3}`, { '/a~1b~0c': 'a/b~c is not a known field' }],
  ['an array', '[]', { '': 'the body must be a JSON object' }],
  ['a string', '"x"', { '': 'the body must be a JSON object' }],
  ['null alone', 'null', { '': 'the body must be a JSON object' }],
])('refuses %s', async (_, payload, errors) => {
  expect(await errorsOf(payload)).toEqual(errors);
});

it('names every bad field at once, and the name that was meant', async () => {
  expect(await errorsOf('{"productId":"x","quantity":"3","orderId":"a"}')).toEqual({
    '/productId': 'productId is not a known field: did you mean product_id?',
    '/product_id': 'product_id is required',
    '/quantity': 'quantity must be an integer, not a string',
    '/orderId': 'orderId is not a known field: did you mean order_id?',
    '/order_id': 'order_id is required',
  });
});

it.each([
  ['/items/abc', { '/product_id': 'product_id must be an integer, not a string' }],
  ['/items/0', { '/product_id': 'product_id must not be less than 1' }],
  ['/items/1.5', { '/product_id': 'product_id must be an integer' }],
  ['/items/2147483648', { '/product_id': 'product_id must not be greater than 2147483647' }],
  [
    '/items/1?limit=x&dry_run=maybe',
    { '/limit': 'limit must be an integer, not a string', '/dry_run': 'dry_run must be true or false, not a string' },
  ],
  ['/items/1?limit=1&limit=2', { '/limit': 'limit must be an integer, not an array' }],
  ['/items/1?limits=1', { '/limits': 'limits is not a known field: did you mean limit?' }],
])('judges path and query parameters like a body: %s', async (url, errors) => {
  const answer = await edge.inject(url);
  expect(answer.statusCode).toBe(400);
  expect(Object.fromEntries(answer.json().errors.map((e: Record<string, string>) => [e.pointer, e.detail]))).toEqual(
    errors,
  );
});

it('reads numbers and flags from parameters', async () => {
  expect((await edge.inject('/items/7?limit=5&dry_run=true')).json()).toEqual({
    product_id: 7,
    limit: 5,
    dry_run: true,
  });
});

it('survives deep nesting and many fields', async () => {
  expect((await post('['.repeat(8_000) + ']'.repeat(8_000))).statusCode).toBe(400);
  const many = Object.fromEntries(Array.from({ length: 1_500 }, (_, index) => [`f${index}`, 1]));
  expect((await post(JSON.stringify(many))).statusCode).toBe(400);
});
