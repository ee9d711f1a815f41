// Real: PostgreSQL.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  assertSchemaVersion,
  createPool,
  migrate,
  migrationStatus,
  migrationsFolder,
  type Pool,
  seed,
  seedsFolder,
} from '@app/postgres';
import { createDatabase, dropDatabase } from '@app/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

let url: string;
let folder: string;
let pool: Pool;

beforeEach(async () => {
  url = await createDatabase('migrate');
  pool = createPool({ url, applicationName: 'spec', max: 2 });
  folder = await mkdtemp(join(tmpdir(), 'migrations [of] (all) {a,b} $* é '));
  await file('0001.do.first.sql', 'CREATE TABLE first (id int)');
});
afterEach(async () => {
  await pool.end();
  await dropDatabase(url);
  await rm(folder, { recursive: true });
});

const file = (name: string, sql: string) => writeFile(join(folder, name), sql);
const tables = async () =>
  (
    await pool.query(
      `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1`,
    )
  ).rows.map(({ name }) => name);

describe('migrations', () => {
  it('are applied once, in order, also when several start at the same moment', async () => {
    await file('0002.do.second.sql', 'ALTER TABLE first ADD COLUMN two int');
    const runs = await Promise.all(Array.from({ length: 4 }, () => migrate(url, folder)));
    expect(runs.flat().map(({ version, name }) => [version, name])).toEqual([
      [1, 'first'],
      [2, 'second'],
    ]);
  });

  it('are applied all or none', async () => {
    await file('0002.do.broken.sql', 'CREATE TABLE second (id int); SELECT 1 / 0');
    await expect(migrate(url, folder)).rejects.toThrow('division by zero');
    expect(await tables()).toEqual([]);
    expect(await migrationStatus(url, folder)).toMatchObject([{ appliedAt: undefined }, { appliedAt: undefined }]);
  });

  it('must not change after they were applied', async () => {
    await migrate(url, folder);
    await file('0001.do.first.sql', 'CREATE TABLE first (id bigint)');
    await expect(migrate(url, folder)).rejects.toThrow(/checksum.*\[1\]/i);
  });

  it('tell what is applied and what is not', async () => {
    await migrate(url, folder);
    await file('0002.do.second.sql', 'SELECT 1');
    expect(await migrationStatus(url, folder)).toEqual([
      { version: 1, name: 'first', appliedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) },
      { version: 2, name: 'second', appliedAt: undefined },
    ]);
  });

  it('that cannot run in a transaction run alone, are repeated after a crash, and recorded at their end', async () => {
    await file('0002.do.rows.sql', 'INSERT INTO first VALUES (1), (1)');
    const index = 'DROP INDEX CONCURRENTLY IF EXISTS one;\nCREATE UNIQUE INDEX CONCURRENTLY one ON first (id);\n';
    await file('0003.do.index.alone.sql', index);
    await file('0004.do.after.sql', 'CREATE TABLE after (id int)');
    await expect(migrate(url, folder)).rejects.toThrow('could not create unique index');
    expect(await migrationStatus(url, folder)).toMatchObject([
      { appliedAt: expect.any(String) },
      { appliedAt: expect.any(String) },
      { appliedAt: undefined },
      { appliedAt: undefined },
    ]);
    await pool.query('TRUNCATE first');
    const runs = await Promise.all([migrate(url, folder), migrate(url, folder), migrate(url, folder)]);
    expect(runs.flat().map(({ version }) => version)).toEqual([3, 4]);
    const { rows } = await pool.query(`SELECT indisvalid FROM pg_index WHERE indexrelid = 'one'::regclass`);
    expect(rows).toEqual([{ indisvalid: true }]);
    await file('0003.do.index.alone.sql', `${index}SELECT 1;`);
    await expect(migrate(url, folder)).rejects.toThrow(/checksum.*\[3\]/i);
  });

  it('are checked by a service: it does not run on an older schema or a newer one that breaks it, and names the fix', async () => {
    await expect(assertSchemaVersion(pool, folder)).rejects.toThrow('npm run migrate -- up');
    await migrate(url, folder);
    await expect(assertSchemaVersion(pool, folder)).resolves.toBeUndefined();
    await file('0002.do.second.sql', 'SELECT 1');
    await expect(assertSchemaVersion(pool, folder)).rejects.toThrow('has version 1, this program needs version 2');
    await migrate(url, folder);
    await rm(join(folder, '0002.do.second.sql'));
    await expect(assertSchemaVersion(pool, folder)).rejects.toThrow(
      'newer than this program and migration 2 is not compatible with it; deploy a program of schema version 2 or later',
    );
  });

  it('that declare themselves compatible let an older program restart', async () => {
    await file('0002.do.second.sql', '-- compatible-from: 1\nSELECT 1');
    await file('0003.do.third.sql', '-- compatible-from: 2\nSELECT 1');
    await migrate(url, folder);
    await rm(join(folder, '0003.do.third.sql'));
    await expect(assertSchemaVersion(pool, folder)).resolves.toBeUndefined();
    await rm(join(folder, '0002.do.second.sql'));
    await expect(assertSchemaVersion(pool, folder)).rejects.toThrow(
      'migration 3 is not compatible with it; deploy a program of schema version 2 or later',
    );
  });

  it('cannot declare what makes no sense', async () => {
    await file('0002.do.second.sql', '-- compatible-from: 3\nSELECT 1');
    await expect(migrate(url, folder)).rejects.toThrow('has to be between 1 and 2');
  });
});

describe('K8: the seeds', () => {
  it('bring the two demo products, once, and leave them as they are then', async () => {
    await migrate(url, migrationsFolder('inventory'));
    await seed(url, seedsFolder('inventory'));
    await pool.query('UPDATE products SET stock = stock - 1');
    await seed(url, seedsFolder('inventory'));
    const { rows } = await pool.query('SELECT id, name, stock FROM products ORDER BY id');
    expect(rows).toEqual([
      { id: 1, name: 'Laptop Gamer', stock: 99 },
      { id: 2, name: 'Mouse Wireless', stock: 49 },
    ]);
    const next = await pool.query(
      `INSERT INTO products (name, price_cents, currency, stock, initial_stock) VALUES ('x', 1, 'USD', 1, 1) RETURNING id`,
    );
    expect(next.rows).toEqual([{ id: 3 }]);
  });
});
