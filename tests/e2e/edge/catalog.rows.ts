import { good, problem, type Row } from './row.ts';

const PRODUCT = '/products/{product}';
const mug = {
  id: '{product}',
  name: 'Contract Mug',
  price_cents: 1_250,
  currency: 'USD',
  archived: false,
  catalog_version: 1,
};
const PATCH = { method: 'PATCH', path: PRODUCT, as: 'admin' as const };
const ANY = { 'if-match': '*' };
const listed = { id: '{product}', name: 'Contract Mug', price_cents: 1_250, currency: 'USD', stock: 0, version: 6 };
const bad = (pointer: string, detail: string, path = '/products') =>
  problem(400, 'validation', 'The request is not valid', { detail, instance: path, errors: [{ pointer, detail }] });
const list = (query: string, answer: Row['answer'], title: string): Row => ({
  title,
  method: 'GET',
  path: `/products?${query}`,
  answer,
});
const FOREIGN = 'cursor is not one that this list gave for this sort and these filters: begin again without it';

/** The catalog: after the rows about stock, so nothing is left of the product. */
export const CATALOG: Row[] = [
  {
    title: 'a product without its stock; sales have left its ETag',
    method: 'GET',
    path: PRODUCT,
    answer: good(200, mug, { 'cache-control': 'no-cache', etag: '<tag>' }),
  },
  {
    title: 'a product that does not exist',
    method: 'GET',
    path: '/products/2147483647',
    answer: problem(404, 'product-not-found', 'There is no such product', {
      detail: '<text>',
      instance: '/products/2147483647',
    }),
  },
  {
    title: 'a change without If-Match',
    ...PATCH,
    body: { price_cents: 1_300 },
    answer: problem(428, 'precondition-required', 'The request needs If-Match', {
      detail: '<text>',
      instance: PRODUCT,
    }),
  },
  {
    title: 'a change of a state that has passed',
    ...PATCH,
    headers: { 'if-match': '"{product}-0-00000000"' },
    body: { price_cents: 1_300 },
    answer: problem(412, 'precondition-failed', 'The resource has changed since', {
      detail: '<text>',
      instance: PRODUCT,
    }),
  },
  {
    title: 'a change of nothing',
    ...PATCH,
    headers: ANY,
    body: {},
    answer: bad('', 'one of name, price_cents, archived and low_stock_threshold has to be given', PRODUCT),
  },
  {
    title: 'a change of a field that cannot be changed',
    ...PATCH,
    headers: ANY,
    body: { stock: 5 },
    answer: bad('/stock', 'stock is not a known field', PRODUCT),
  },
  {
    title: 'a change with a price of another type',
    ...PATCH,
    headers: ANY,
    body: { price_cents: '1300' },
    answer: bad('/price_cents', 'price_cents must be an integer, not a string', PRODUCT),
  },
  {
    title: 'a change by a buyer',
    ...PATCH,
    as: 'buyer',
    headers: ANY,
    body: { price_cents: 1_300 },
    answer: problem(
      403,
      'forbidden',
      'The token does not allow this',
      { detail: 'The role admin is needed, the token has buyer.', instance: PRODUCT },
      { 'www-authenticate': 'Bearer realm="storefront", error="insufficient_scope", scope="admin"' },
    ),
  },
  {
    title: 'a threshold for low stock',
    ...PATCH,
    headers: ANY,
    body: { low_stock_threshold: 3 },
    answer: good(200, { ...mug, low_stock_threshold: 3, catalog_version: 2 }, { etag: '<tag>' }),
  },
  {
    title: 'and without it again',
    ...PATCH,
    headers: ANY,
    body: { low_stock_threshold: null },
    answer: good(200, { ...mug, catalog_version: 3 }, { etag: '<tag>' }),
  },
  {
    title: 'the history, newest first',
    method: 'GET',
    path: `${PRODUCT}/changes?limit=1`,
    as: 'admin',
    answer: good(200, {
      items: [
        {
          catalog_version: 3,
          changed_at: '<time>',
          changed_by: '<text>',
          before: { name: 'Contract Mug', price_cents: 1_250, archived: false, low_stock_threshold: 3 },
          after: { name: 'Contract Mug', price_cents: 1_250, archived: false },
        },
      ],
      next_cursor: '<text>',
    }),
  },
  list('limit=0', bad('/limit', 'limit must not be less than 1'), 'a list of no products'),
  list('limit=101', bad('/limit', 'limit must not be greater than 100'), 'a list of too many products'),
  list('sort=stock', bad('/sort', 'sort must be one of id, name, price_cents, -price_cents'), 'an unknown sort'),
  list(
    'min_price_cents=2&max_price_cents=1',
    bad('/min_price_cents', 'min_price_cents must not be greater than max_price_cents'),
    'an empty price range',
  ),
  list(`q=${'x'.repeat(500)}`, bad('/q', 'q must not have more than 100 characters'), 'a very long search'),
  list('q=%07', bad('/q', 'q must not be blank or contain control characters'), 'a search for a control character'),
  list('cursor=WyJ4IiwxXQ', bad('/cursor', FOREIGN), 'a cursor of another list'),
  list('cursor=%2B', bad('/cursor', 'cursor must be the next_cursor of an answer'), 'a cursor that is none'),
  list(
    'q=CONTR%C3%81CT+mug&in_stock=false&min_price_cents=1250&max_price_cents=1250&sort=-price_cents&limit=1',
    good(200, { items: [{ ...listed, version: 8 }] }, { 'cache-control': 'no-cache', etag: '<tag>' }),
    'a search without regard to case and accents, among what is sold out',
  ),
];
