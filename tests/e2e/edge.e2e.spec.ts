import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openShop } from '../support/open-shop.ts';
import type { Shop } from '../support/shop.ts';
import { ask, filled, type Given } from './edge/ask.ts';
import { CHAPTERS } from './edge/chapters.ts';
import { asMarkdown } from './edge/markdown.ts';

let shop: Shop;
let given: Given;
beforeAll(async () => {
  shop = openShop();
  given = {
    baseUrl: shop.endpoints.gateway,
    product: await shop.createProduct(10, 'Contract Mug'),
    treasure: await shop.createProduct(10, 'Treasure Island', 2 ** 52),
    run: shop.orderId('ROW'),
    tokens: { admin: await shop.token('admin'), buyer: await shop.token('buyer'), nobody: 'nonsense' },
  };
});
afterAll(() => shop.close());

/** What the placeholders of a row's answer stand for. */
const KINDS: Record<string, RegExp> = {
  '<uuid>': /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  '<time>': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/,
  '<trace>': /^[0-9a-f]{32}$/,
  '<tag>': /^"[!#-~]+"$/,
  '<text>': /^\S.*\S$/,
};
const expected = (answer: unknown) =>
  JSON.parse(filled(JSON.stringify(answer), given), (_, value) =>
    typeof value === 'string' && KINDS[value] ? expect.stringMatching(KINDS[value]) : value,
  );

describe.each(CHAPTERS)('$title', ({ rows }) => {
  it.each(rows)('$title: $method $path → $answer.status', async (row) => {
    expect(await ask(row, given)).toEqual(expected({ headers: {}, ...row.answer }));
  });
});

it('docs/edge.md shows these very rows', () => {
  expect(readFileSync('docs/edge.md', 'utf8')).toBe(asMarkdown(CHAPTERS));
});
