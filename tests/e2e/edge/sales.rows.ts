import { good, problem, type Row } from './row.ts';

const SELL = { method: 'POST', path: '/inventory/decrease' };
const order = { product_id: '{product}', quantity: 2, order_id: '{run}-1' };
const sale = {
  success: true,
  sale_id: '<uuid>',
  order_id: '{run}-1',
  product_id: '{product}',
  product_name: 'Contract Mug',
  quantity: 2,
  unit_price_cents: 1_250,
  total_cents: 2_500,
  currency: 'USD',
  current_stock: 8,
  occurred_at: '<time>',
  message: 'Sale recorded',
};
const invalid = (detail: string, ...errors: [pointer: string, detail: string][]) =>
  problem(400, 'validation', 'The request is not valid', {
    detail,
    instance: SELL.path,
    errors: errors.map(([pointer, sentence]) => ({ pointer, detail: sentence })),
  });
const reused = () =>
  problem(422, 'order-id-reused', 'The order_id was used with another body', { detail: '<text>', instance: SELL.path });

/** Buying: in this order, on one product of which 10 are there. */
export const SALES: Row[] = [
  {
    title: 'a sale',
    ...SELL,
    body: order,
    answer: good(201, sale, { 'cache-control': 'no-store', location: '/sales/{run}-1' }),
  },
  {
    title: 'the same sale again',
    ...SELL,
    body: order,
    answer: good(200, sale, { 'cache-control': 'no-store', 'idempotent-replayed': 'true' }),
  },
  {
    title: 'the same sale, written differently',
    ...SELL,
    body: '{ "order_id": "{run}-1",  "quantity": 2.0, "product_id": {product} }',
    answer: good(200, sale, { 'cache-control': 'no-store', 'idempotent-replayed': 'true' }),
  },
  {
    title: 'the sale, read',
    method: 'GET',
    path: '/sales/{run}-1',
    answer: good(200, sale, { 'cache-control': 'no-cache' }),
  },
  { title: 'the same order_id for another quantity', ...SELL, body: { ...order, quantity: 3 }, answer: reused() },
  {
    title: 'the same order_id with an e-mail address',
    ...SELL,
    body: { ...order, customer_email: 'ada@example.com' },
    answer: reused(),
  },
  {
    title: 'more than there is',
    ...SELL,
    body: { ...order, quantity: 9, order_id: '{run}-2' },
    answer: problem(409, 'insufficient-stock', 'Not enough stock', {
      detail: '<text>',
      instance: SELL.path,
      available: 8,
    }),
  },
  {
    title: 'a refused order leaves nothing to read',
    method: 'GET',
    path: '/sales/{run}-2',
    answer: problem(404, 'sale-not-found', 'There is no sale with this order_id', {
      detail: '<text>',
      instance: '/sales/{run}-2',
    }),
  },
  {
    title: 'a product that does not exist',
    ...SELL,
    body: { ...order, product_id: 2_147_483_647, order_id: '{run}-3' },
    answer: problem(404, 'product-not-found', 'There is no such product', { detail: '<text>', instance: SELL.path }),
  },
  ...[
    [-50, 'must not be less than 1'],
    [0, 'must not be less than 1'],
    [1.9, 'must be an integer'],
    ['3', 'must be an integer, not a string'],
    [2_147_483_648, 'must not be greater than 2147483647'],
    [null, 'must not be null'],
    [true, 'must be an integer, not a boolean'],
  ].map(([quantity, sentence]) => ({
    title: `the quantity ${JSON.stringify(quantity)}`,
    ...SELL,
    body: { ...order, quantity, order_id: '{run}-4' },
    answer: invalid(`quantity ${sentence}`, ['/quantity', `quantity ${sentence}`]),
  })),
  {
    title: 'a total that JSON cannot carry',
    ...SELL,
    body: { ...order, product_id: '{treasure}', order_id: '{run}-4' },
    answer: invalid('the total of 2 units would pass 9007199254740991 cents', [
      '/quantity',
      'the total of 2 units would pass 9007199254740991 cents',
    ]),
  },
  {
    title: 'orderId instead of order_id',
    ...SELL,
    body: { product_id: '{product}', quantity: 1, orderId: '{run}-5' },
    answer: invalid(
      'orderId is not a known field: did you mean order_id?; order_id is required',
      ['/orderId', 'orderId is not a known field: did you mean order_id?'],
      ['/order_id', 'order_id is required'],
    ),
  },
  {
    title: 'nothing at all',
    ...SELL,
    answer: invalid(
      'product_id is required; quantity is required; order_id is required',
      ['/product_id', 'product_id is required'],
      ['/quantity', 'quantity is required'],
      ['/order_id', 'order_id is required'],
    ),
  },
  {
    title: 'a field twice',
    ...SELL,
    body: '{"product_id":{product},"quantity":1,"order_id":"{run}-6","quantity":2}',
    answer: invalid('quantity is given more than once', ['/quantity', 'quantity is given more than once']),
  },
  {
    title: '__proto__',
    ...SELL,
    body: '{"product_id":{product},"quantity":1,"order_id":"{run}-6","__proto__":{"quantity":1}}',
    answer: invalid('__proto__ is not a known field', ['/__proto__', '__proto__ is not a known field']),
  },
  {
    title: 'an order_id with a space',
    ...SELL,
    body: { ...order, order_id: 'a b' },
    answer: invalid('order_id must be 1 to 64 printable ASCII characters without spaces, and not . or ..', [
      '/order_id',
      'order_id must be 1 to 64 printable ASCII characters without spaces, and not . or ..',
    ]),
  },
];
