import { good, problem, type Row } from './row.ts';

const stock = {
  product_id: '{product}',
  name: 'Contract Mug',
  current_stock: 8,
  reserved: 0,
  price_cents: 1_250,
  currency: 'USD',
  version: 2,
};
const RESTOCK = { method: 'POST', path: '/inventory/restock' };
const delivery = { product_id: '{product}', quantity: 5, restock_id: '{run}-R1' };
const delivered = { restock_id: '{run}-R1', product_id: '{product}', quantity: 5, current_stock: 13 };
const ADJUST = { method: 'POST', path: '/inventory/adjust' };
const correction = { product_id: '{product}', quantity: -3, reason: 'broken', adjustment_id: '{run}-A1' };
const corrected = {
  adjustment_id: '{run}-A1',
  product_id: '{product}',
  quantity: -3,
  reason: 'broken',
  current_stock: 10,
};
const missing = (path: string) => ({ detail: '<text>', instance: path });
const challenge = (more = '') => ({ 'www-authenticate': `Bearer realm="storefront"${more}` });
const NOT_VALID = ', error="invalid_token", error_description="The token is not valid."';

/** Reading, and what only an admin may do: after the rows about sales, so 8 are left. */
export const SHOP: Row[] = [
  {
    title: 'the product with its stock',
    method: 'GET',
    path: '/inventory/{product}',
    answer: good(200, stock, { 'cache-control': 'no-cache', etag: '"{product}-2-8"' }),
  },
  {
    title: 'the product, when the client holds it already',
    method: 'GET',
    path: '/inventory/{product}',
    headers: { 'if-none-match': '"{product}-2-8"' },
    answer: { status: 304, headers: { 'cache-control': 'no-cache', etag: '"{product}-2-8"' }, body: '' },
  },
  {
    title: 'a product id that is none',
    method: 'GET',
    path: '/inventory/abc',
    answer: problem(400, 'validation', 'The request is not valid', {
      detail: 'product_id must be an integer, not a string',
      instance: '/inventory/abc',
      errors: [{ pointer: '/product_id', detail: 'product_id must be an integer, not a string' }],
    }),
  },
  {
    title: 'a product that does not exist',
    method: 'GET',
    path: '/inventory/2147483647',
    answer: problem(404, 'product-not-found', 'There is no such product', missing('/inventory/2147483647')),
  },
  {
    title: 'a restock without a token',
    ...RESTOCK,
    body: delivery,
    answer: problem(
      401,
      'unauthenticated',
      'A valid bearer token is needed',
      { detail: 'Send a bearer token with the role admin in the Authorization header.', instance: RESTOCK.path },
      challenge(),
    ),
  },
  {
    title: 'a restock with a token that is none',
    ...RESTOCK,
    as: 'nobody',
    body: delivery,
    answer: problem(
      401,
      'unauthenticated',
      'A valid bearer token is needed',
      { detail: 'The token is not valid.', instance: RESTOCK.path },
      challenge(NOT_VALID),
    ),
  },
  {
    title: 'a restock by a buyer',
    ...RESTOCK,
    as: 'buyer',
    body: delivery,
    answer: problem(
      403,
      'forbidden',
      'The token does not allow this',
      { detail: 'The role admin is needed, the token has buyer.', instance: RESTOCK.path },
      challenge(', error="insufficient_scope", scope="admin"'),
    ),
  },
  { title: 'a restock', ...RESTOCK, as: 'admin', body: delivery, answer: good(201, delivered) },
  {
    title: 'the same restock again',
    ...RESTOCK,
    as: 'admin',
    body: delivery,
    answer: good(200, delivered, { 'idempotent-replayed': 'true' }),
  },
  {
    title: 'the same restock_id for another quantity',
    ...RESTOCK,
    as: 'admin',
    body: { ...delivery, quantity: 6 },
    answer: problem(422, 'restock-id-reused', 'The restock_id was used with another body', missing(RESTOCK.path)),
  },
  {
    title: 'more stock than can be counted',
    ...RESTOCK,
    as: 'admin',
    body: { ...delivery, quantity: 2_147_483_647, restock_id: '{run}-R2' },
    answer: problem(422, 'stock-out-of-range', 'The stock would pass its largest value', missing(RESTOCK.path)),
  },
  { title: 'a correction', ...ADJUST, as: 'admin', body: correction, answer: good(201, corrected) },
  {
    title: 'the same correction again',
    ...ADJUST,
    as: 'admin',
    body: correction,
    answer: good(200, corrected, { 'idempotent-replayed': 'true' }),
  },
  {
    title: 'the same adjustment_id for another reason',
    ...ADJUST,
    as: 'admin',
    body: { ...correction, reason: 'lost' },
    answer: problem(422, 'adjustment-id-reused', 'The adjustment_id was used with another body', missing(ADJUST.path)),
  },
  {
    title: 'a correction that takes more than there is',
    ...ADJUST,
    as: 'admin',
    body: { ...correction, quantity: -11, adjustment_id: '{run}-A2' },
    answer: problem(409, 'insufficient-stock', 'Not enough stock', { ...missing(ADJUST.path), available: 10 }),
  },
  {
    title: 'a correction of nothing',
    ...ADJUST,
    as: 'admin',
    body: { ...correction, quantity: 0, adjustment_id: '{run}-A3' },
    answer: problem(400, 'validation', 'The request is not valid', {
      detail: 'quantity must not be 0',
      instance: ADJUST.path,
      errors: [{ pointer: '/quantity', detail: 'quantity must not be 0' }],
    }),
  },
  {
    title: 'a correction upwards',
    ...ADJUST,
    as: 'admin',
    body: { ...correction, quantity: 3, reason: 'found', adjustment_id: '{run}-A4' },
    answer: good(201, { ...corrected, quantity: 3, reason: 'found', adjustment_id: '{run}-A4', current_stock: 13 }),
  },
  {
    title: 'a product whose id is taken',
    method: 'POST',
    path: '/products',
    as: 'admin',
    body: { id: '{product}', name: 'Another', price_cents: 1, currency: 'USD', stock: 1 },
    answer: problem(409, 'product-exists', 'A product with this id exists', missing('/products')),
  },
  {
    title: 'the dead letters of a queue that does not exist',
    method: 'GET',
    path: '/dead-letters/nowhere',
    as: 'admin',
    answer: problem(404, 'queue-not-found', 'There is no such work queue', missing('/dead-letters/nowhere')),
  },
  {
    title: 'the last unit, whose stock of 0 is said',
    method: 'POST',
    path: '/inventory/decrease',
    body: { product_id: '{product}', quantity: 13, order_id: '{run}-7' },
    answer: good(
      201,
      {
        success: true,
        sale_id: '<uuid>',
        order_id: '{run}-7',
        product_id: '{product}',
        product_name: 'Contract Mug',
        quantity: 13,
        unit_price_cents: 1_250,
        total_cents: 16_250,
        currency: 'USD',
        current_stock: 0,
        occurred_at: '<time>',
        message: 'Sale recorded',
      },
      { 'cache-control': 'no-store', location: '/sales/{run}-7' },
    ),
  },
  {
    title: 'the product that is sold out',
    method: 'GET',
    path: '/inventory/{product}',
    answer: good(
      200,
      { ...stock, current_stock: 0, version: 6 },
      { 'cache-control': 'no-cache', etag: '"{product}-6-0"' },
    ),
  },
];
