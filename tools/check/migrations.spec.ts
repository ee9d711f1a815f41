import { readFileSync } from 'node:fs';
import { it as anywhere, expect } from '@jest/globals';
import { lockingStatements, withoutSquawk } from './migrations.ts';

const it = withoutSquawk() ? anywhere.skip : anywhere;

const rulesOf = (sql: string, file = 'apps/x/migrations/0002.do.x.sql') =>
  lockingStatements(file, sql).map((finding) => /\(([a-z-]+)\)$/.exec(finding)?.[1] ?? finding);

it.each([
  ['rewrites the table', 'ALTER TABLE sales ALTER COLUMN quantity TYPE bigint;', 'changing-column-type'],
  [
    'builds an index while nobody may sell',
    'CREATE INDEX sales_day ON sales (occurred_at);',
    'require-concurrent-index-creation',
  ],
  ['drops an index while nobody may sell', 'DROP INDEX sales_day;', 'require-concurrent-index-deletion'],
  ['looks at every row for NULL', 'ALTER TABLE sales ALTER COLUMN note SET NOT NULL;', 'adding-not-nullable-field'],
  [
    'looks at every row for a check',
    'ALTER TABLE sales ADD CONSTRAINT some CHECK (quantity > 0);',
    'constraint-missing-not-valid',
  ],
  [
    'looks at every row of two tables',
    'ALTER TABLE sales ADD CONSTRAINT p FOREIGN KEY (product_id) REFERENCES products (id);',
    'adding-foreign-key-constraint',
  ],
  [
    'computes a default for every row',
    'ALTER TABLE sales ADD COLUMN token uuid DEFAULT gen_random_uuid();',
    'adding-field-with-default',
  ],
  [
    'builds a unique index in the same way',
    'ALTER TABLE sales ADD CONSTRAINT u UNIQUE (order_id);',
    'disallowed-unique-constraint',
  ],
  ['takes a column from old programs', 'ALTER TABLE sales DROP COLUMN currency;', 'ban-drop-column'],
  ['renames what old programs read', 'ALTER TABLE sales RENAME COLUMN quantity TO units;', 'renaming-column'],
])('a migration that %s is refused', (_, sql, rule) => {
  expect(rulesOf(sql)).toContain(rule);
});

it('CONCURRENTLY inside of a transaction is refused, alone it is not', () => {
  const sql = 'SELECT 1; CREATE INDEX CONCURRENTLY IF NOT EXISTS sales_day ON sales (occurred_at);';
  expect(rulesOf(sql)).toEqual(['ban-concurrent-index-creation-in-transaction']);
  expect(rulesOf(sql, 'apps/x/migrations/0002.do.x.alone.sql')).toEqual([]);
});

it.each([
  ['a new table with its indexes', 'CREATE TABLE gifts (id int PRIMARY KEY); CREATE INDEX gifts_id ON gifts (id);'],
  [
    'a column that is null or constant',
    "ALTER TABLE sales ADD COLUMN note text, ADD COLUMN kind text NOT NULL DEFAULT 'x';",
  ],
  ['a check that is not looked at', 'ALTER TABLE sales ADD CONSTRAINT some CHECK (quantity > 0) NOT VALID;'],
])('%s is fine', (_, sql) => {
  expect(rulesOf(sql)).toEqual([]);
});

it('SQL that cannot be read is named', () => {
  expect(rulesOf('ALTER TABEL sales;')).not.toEqual([]);
});

it('an exception is for its file and its rule alone', () => {
  const file = 'apps/inventory/migrations/0005.do.two-phase-stock.sql';
  expect(lockingStatements(file, readFileSync(file, 'utf8'))).toEqual([]);
  expect(rulesOf('ALTER TABLE sales DROP COLUMN currency;', file)).toEqual(['ban-drop-column']);
});
