import { good, problem, type Row } from './row.ts';

const DAY = { from: '2024-07-12T00:00:00Z', to: '2024-07-13T00:00:00Z', by: 'hour' };
type Query = Record<string, string | number>;

const ask = (title: string, path: string, query: Query, answer: Row['answer']): Row => ({
  title,
  method: 'GET',
  path: `${path}?${new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]))}`,
  as: 'admin',
  answer,
});
const refused = (path: string) => (title: string, query: Query, field: string, rule: string) => {
  const errors = [{ pointer: `/${field}`, detail: `${field} ${rule}` }];
  const more = { detail: errors[0]?.detail, instance: path, errors };
  return ask(title, path, query, problem(400, 'validation', 'The request is not valid', more));
};
const sales = refused('/figures/sales');
const products = refused('/figures/products');

const OTHER_LIST = 'is not one that this list gave for this sort and these filters: begin again without it';
const NO_FIGURES = {
  'cache-control': 'no-cache',
  etag: 'W/"F6g7sByJuuOcYYkgTnzj94yg-ZE"',
};

/** Figures of times in which nothing was sold, and of what cannot be asked. */
export const FIGURES: Row[] = [
  ask(
    'the best products of a day without sales',
    '/figures/products',
    { from: DAY.from, to: DAY.to, sort: 'revenue' },
    good(200, { items: [], complete_until: '<time>' }, NO_FIGURES),
  ),
  {
    title: 'figures for somebody who is no admin',
    method: 'GET',
    path: '/figures/totals',
    as: 'buyer',
    answer: problem(
      403,
      'forbidden',
      'The token does not allow this',
      { detail: 'The role admin is needed, the token has buyer.', instance: '/figures/totals' },
      { 'www-authenticate': 'Bearer realm="storefront", error="insufficient_scope", scope="admin"' },
    ),
  },
  sales('a range that is reversed', { ...DAY, from: DAY.to, to: DAY.from }, 'to', 'must be after from'),
  sales('a range without length', { ...DAY, to: DAY.from }, 'to', 'must be after from'),
  sales('too many hours', { ...DAY, to: '2024-10-14T00:00:00Z' }, 'to', 'must be at most 93 days after from'),
  sales(
    'too many days',
    { ...DAY, by: 'day', from: '2021-01-01T00:00:00Z' },
    'to',
    'must be at most 1100 days after from',
  ),
  sales(
    'a range that has not begun',
    { ...DAY, from: '2099-01-01T00:00:00Z', to: '2099-01-02T00:00:00Z' },
    'from',
    'must not be in the future',
  ),
  sales(
    'a range before all time zones',
    { ...DAY, from: '1990-01-01T00:00:00Z', to: '1990-01-02T00:00:00Z' },
    'from',
    'must not be before 2000-01-01T00:00:00Z',
  ),
  sales(
    'a time without its offset',
    { ...DAY, from: '2024-07-12T00:00:00' },
    'from',
    'must be an RFC 3339 time, for example 2026-01-31T09:30:00Z',
  ),
  sales(
    'a day that no month has',
    { ...DAY, from: '2024-07-32T00:00:00Z' },
    'from',
    'must be an RFC 3339 time, for example 2026-01-31T09:30:00Z',
  ),
  sales('buckets of another length', { ...DAY, by: 'week' }, 'by', 'must be one of hour, day'),
  sales(
    'a time zone of another planet',
    { ...DAY, time_zone: 'Mars/Olympus' },
    'time_zone',
    'must be the IANA name of a time zone, for example Europe/Berlin',
  ),
  sales('an offset as time zone', { ...DAY, time_zone: '+02:00' }, 'time_zone', 'must be the IANA name of a time zone'),
  sales('another comparison', { ...DAY, compare: 'next' }, 'compare', 'must be one of previous'),
  sales('buckets of no product', { ...DAY, product_id: 0 }, 'product_id', 'must not be less than 1'),
  sales('a page without buckets', { ...DAY, limit: 0 }, 'limit', 'must not be less than 1'),
  sales('a page of too many buckets', { ...DAY, limit: 501 }, 'limit', 'must not be greater than 500'),
  sales('a cursor that is none', { ...DAY, cursor: '+' }, 'cursor', 'must be the next_cursor of an answer'),
  sales('a broken cursor', { ...DAY, cursor: 'WyJ4IiwxXQ' }, 'cursor', OTHER_LIST),
  sales(
    'the cursor of another range',
    { ...DAY, cursor: 'WyJtR2pQcjZXNmxxWlFoQ0s4IiwxNzIwNzc0ODAwMDAwLCJVU0QiXQ' },
    'cursor',
    OTHER_LIST,
  ),
  sales(
    'a cursor that leads out of its range',
    { ...DAY, cursor: 'WyIzdTIxLWJHTnU3WHZ1ZjRLIiwxNzUyMzEwODAwMDAwLCJVU0QiXQ' },
    'cursor',
    OTHER_LIST,
  ),
  sales('a parameter that sales do not have', { ...DAY, sort: 'units' }, 'sort', 'is not a known field'),
  products('an unknown sort', { from: DAY.from, to: DAY.to, sort: 'name' }, 'sort', 'must be one of units, revenue'),
  products('a sort is needed', { from: DAY.from, to: DAY.to }, 'sort', 'is required'),
  products(
    'products of more than three years',
    { from: '2019-01-01T00:00:00Z', to: DAY.to, sort: 'units' },
    'to',
    'must be at most 1100 days after from',
  ),
];
