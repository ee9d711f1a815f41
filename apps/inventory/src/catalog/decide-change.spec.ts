import { describe, expect, it } from '@jest/globals';
import { decideChange } from './decide-change.js';
import { type CatalogRow, tagOf } from './product.js';

const product: CatalogRow = {
  id: 7,
  name: 'Käse',
  price_cents: 499,
  currency: 'EUR',
  archived: false,
  low_stock_threshold: null,
  catalog_version: 3,
};
const change = (fields: object, if_match = [tagOf(product)]) => ({ product_id: 7, if_match, fields });

describe('a change', () => {
  it('is applied to the state that the caller knows, and grows the version', () => {
    expect(decideChange(change({ price_cents: 599 }), product)).toEqual({
      ok: true,
      product: { ...product, price_cents: 599, catalog_version: 4 },
      changed: {
        before: { name: 'Käse', price_cents: 499, archived: false, low_stock_threshold: null },
        after: { name: 'Käse', price_cents: 599, archived: false, low_stock_threshold: null },
      },
    });
  });

  it.each([
    ['another tag', ['7-2-x']],
    ['no tag', []],
  ])('is refused with %s', (_, tags) => {
    expect(decideChange(change({ price_cents: 599 }, tags), product)).toMatchObject({ failure: 'precondition-failed' });
  });

  it('is applied with one good tag among others, and with *', () => {
    expect(decideChange(change({ name: 'x' }, ['a', tagOf(product)]), product).ok).toBe(true);
    expect(decideChange(change({ name: 'x' }, ['*']), product).ok).toBe(true);
  });

  it('of nothing writes nothing', () => {
    expect(decideChange(change({ name: 'Käse', archived: false }), product)).toEqual({ ok: true, product });
  });

  it('of an unknown product is refused', () => {
    expect(decideChange(change({ name: 'x' }, ['*']), undefined)).toMatchObject({ failure: 'product-not-found' });
  });
});

describe('the tag', () => {
  it('differs when the version is the same and anything else is not: in a database that was made anew', () => {
    const others = [
      { name: 'x' },
      { price_cents: 1 },
      { currency: 'USD' },
      { archived: true },
      { low_stock_threshold: 0 },
    ];
    const tags = others.map((other) => tagOf({ ...product, ...other }));
    expect(new Set([tagOf(product), ...tags]).size).toBe(others.length + 1);
  });
});
