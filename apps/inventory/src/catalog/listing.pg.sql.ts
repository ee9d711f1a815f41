import { charactersIn, type Position } from '@app/contracts';
import type { PageRequest, Sort } from './listing-question.js';

interface Order {
  /** The id last: no two products share a place. */
  keys: readonly (keyof typeof TYPES)[];
  descending?: boolean;
}

const TYPES = { product_id: 'int', name_search: 'text', price_cents: 'bigint' } as const;

const ORDERS: Record<Sort, Order> = {
  id: { keys: ['product_id'] },
  name: { keys: ['name_search', 'product_id'] },
  price_cents: { keys: ['price_cents', 'product_id'] },
  '-price_cents': { keys: ['price_cents', 'product_id'], descending: true },
};

/** Shorter texts have no trigram to be looked up by: they are the beginning of a name. */
const TRIGRAM = 3;

/** The search form of a text, as it is kept of each name. */
export const SEARCH_FORM = 'SELECT search_form($1) AS form';

/** The place of a row of a page, for the cursor behind it. */
export function placeOf(sort: Sort, row: { id: number; price_cents: number; name_search: string }): Position {
  const place = { product_id: row.id, name_search: row.name_search, price_cents: row.price_cents };
  return ORDERS[sort].keys.map((key) => place[key]);
}

/**
 * One page by its place, never by a count: rows before it that come and go move nothing. The statement has no name, so
 * each question gets the plan for its own values.
 * @param search the search form of `q`
 */
export function pageStatement({ question, after, limit }: PageRequest, search?: string) {
  const values: unknown[] = [];
  const param = (value: unknown, type: string) => `$${values.push(value)}::${type}`;
  const order = ORDERS[question.sort];
  const conditions = [
    ...filters(question, search, param),
    ...(after === undefined ? [] : [behind(order, after, param)]),
  ];
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
  const orderBy = order.keys.map((key) => `l.${key}${order.descending ? ' DESC' : ''}`).join(', ');
  const text = `
    SELECT p.id, p.name, p.price_cents, p.currency, p.stock - p.reserved AS stock, p.version, l.name_search
    FROM (
      SELECT product_id, name_search, price_cents FROM listing l ${where} ORDER BY ${orderBy} LIMIT ${param(limit, 'int')}
    ) l
    JOIN products p ON p.id = l.product_id
    ORDER BY ${orderBy}`;
  return { text, values };
}

type Param = (value: unknown, type: string) => string;

function filters(question: PageRequest['question'], search: string | undefined, param: Param): string[] {
  const { min_price_cents, max_price_cents, in_stock } = question;
  return [
    ...(search === undefined ? [] : [`name_search LIKE ${param(patternOf(search), 'text')}`]),
    ...(min_price_cents === undefined ? [] : [`price_cents >= ${param(min_price_cents, 'bigint')}`]),
    ...(max_price_cents === undefined ? [] : [`price_cents <= ${param(max_price_cents, 'bigint')}`]),
    ...(in_stock === undefined ? [] : [`in_stock = ${param(in_stock, 'boolean')}`]),
  ];
}

function behind({ keys, descending }: Order, after: Position, param: Param): string {
  const place = keys.map((key, index) => param(after[index], TYPES[key]));
  return `(${keys.join(', ')}) ${descending ? '<' : '>'} (${place.join(', ')})`;
}

const patternOf = (search: string) =>
  `${charactersIn(search) < TRIGRAM ? '' : '%'}${search.replaceAll(/[\\%_]/g, '\\$&')}%`;
