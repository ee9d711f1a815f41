// Real: PostgreSQL with 100,000 products, which were there before the catalog was.
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createPool, migrate, migrationsFolder, type Pool } from '@app/postgres';
import { createDatabase, dropDatabase } from '@app/testing';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';
import { ListingRepository } from '../src/catalog/listing.pg.repository.js';
import { pageStatement, SEARCH_FORM } from '../src/catalog/listing.pg.sql.js';
import type { ListingQuestion } from '../src/catalog/listing-question.js';

const PRODUCTS = 100_000;
/** On a machine that has other things to do: twice what one walk over the whole list costs there. */
const PAGE_MS = 30;

let url: string;
let pool: Pool;
let listing: ListingRepository;

/** One in a thousand is sold out, one in a thousand has a rare word, all begin with one of five words. */
const FILL = `
  INSERT INTO products (id, name, price_cents, currency, stock, initial_stock)
  SELECT id, (ARRAY['Laptop', 'Mouse', 'Tastatur für', 'Écran', 'Kabel'])[1 + id % 5] || ' ' || md5(id::text)
    || CASE WHEN id % 1000 = 7 THEN ' Grüntöne' ELSE '' END,
    (id * 7919::bigint) % 100000, 'USD', CASE WHEN id % 1000 = 3 THEN 0 ELSE 10 END, 10
  FROM generate_series(1, ${PRODUCTS}) id`;

beforeAll(async () => {
  url = await createDatabase('inventory');
  pool = createPool({ url, applicationName: 'spec', max: 2 });
  listing = new ListingRepository(pool);
  await migrateBefore('0008');
  await unhurried(FILL);
  await migrate(url, migrationsFolder('inventory'));
  // As autovacuum does a minute later.
  for (const table of ['products', 'listing']) await unhurried(`VACUUM ANALYZE ${table}`);
}, 120_000);
afterAll(async () => {
  await pool.end();
  await dropDatabase(url);
});

/** Without the time limits of the pool. */
async function unhurried(statement: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  await client.query(statement);
  await client.end();
}

/** The schema as it was before a migration. */
async function migrateBefore(version: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'migrations-'));
  const isEarlier = (path: string) => path === migrationsFolder('inventory') || basename(path) < version;
  cpSync(migrationsFolder('inventory'), folder, { recursive: true, filter: isEarlier });
  await migrate(url, folder);
  rmSync(folder, { recursive: true });
}

const QUESTIONS: [string, ListingQuestion][] = [
  ['by id', { sort: 'id' }],
  ['by name', { sort: 'name' }],
  ['by price', { sort: 'price_cents' }],
  ['by price downwards', { sort: '-price_cents' }],
  ['what can be sold, by price', { sort: 'price_cents', in_stock: true }],
  ['what is sold out, by id', { sort: 'id', in_stock: false }],
  ['what is sold out, by name', { sort: 'name', in_stock: false }],
  ['what is sold out, by price downwards', { sort: '-price_cents', in_stock: false }],
  ['a narrow price range, by name', { sort: 'name', min_price_cents: 100, max_price_cents: 120 }],
  ['half of all prices, by name', { sort: 'name', min_price_cents: 50_000 }],
  ['a price range beyond all, by name', { sort: 'name', min_price_cents: 5_000_000 }],
  ['a word that a fifth has, by id', { sort: 'id', q: 'laptop' }],
  ['a word that a fifth has, by name', { sort: 'name', q: 'tastatur fur' }],
  ['a word that a fifth has, by price downwards', { sort: '-price_cents', q: 'ECRAN' }],
  ['a rare word, by id', { sort: 'id', q: 'gruntone' }],
  ['a rare word, by price', { sort: 'price_cents', q: 'Grüntöne', in_stock: true }],
  ['a word that none has, by id', { sort: 'id', q: 'zzzyx' }],
  ['a word that none has, by name', { sort: 'name', q: '猫のマグカップ' }],
  ['one letter, by name', { sort: 'name', q: 'K' }],
  ['one letter, by id', { sort: 'id', q: 'é' }],
  ['two letters that none begins with, by price', { sort: 'price_cents', q: 'zz' }],
  ['everything at once', { sort: 'name', q: 'kabel a', min_price_cents: 10, max_price_cents: 90_000, in_stock: true }],
];

it.each(QUESTIONS)('%s: first, second and late page within 30 ms, without a scan of all', async (_, question) => {
  let page = await timed(question);
  if (page.next_cursor) page = await timed(question, page.next_cursor);
  const late = await lateCursor(question);
  if (late) await timed(question, late);
});

async function timed(question: ListingQuestion, cursor?: string) {
  const after = cursor === undefined ? undefined : placeIn(cursor);
  const request = { question, after, limit: 100 };
  await expectNoScan(request);
  const took = await fastest(() => listing.page(request));
  // On a busy machine: a scan of all takes longer as well.
  if (took >= PAGE_MS)
    expect(took).toBeLessThan(2 * (await fastest(() => pool.query('SELECT count(name_search) FROM listing'))));
  return await listing.page(request);
}

/** Milliseconds of the fastest of five: what it costs, without its neighbours on the machine. */
async function fastest(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < 5; run++) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  return Math.min(...times);
}

const placeIn = (cursor: string) => JSON.parse(Buffer.from(cursor, 'base64url').toString()).slice(1);

/** A place near the end of what the question finds. */
async function lateCursor(question: ListingQuestion): Promise<string | undefined> {
  const { items } = await listing.page({ question, after: undefined, limit: 20_000 });
  const { next_cursor } = await listing.page({ question, limit: Math.max(1, Math.floor(items.length * 0.95)) });
  return next_cursor;
}

async function expectNoScan(request: Parameters<typeof pageStatement>[0]): Promise<void> {
  const { q } = request.question;
  const form = q === undefined ? undefined : (await pool.query(SEARCH_FORM, [q])).rows[0].form;
  const { text, values } = pageStatement(request, form);
  const { rows } = await pool.query(`EXPLAIN (ANALYZE, FORMAT JSON) ${text}`, values);
  const plan = JSON.stringify(rows);
  expect(plan).not.toContain('Seq Scan');
}
