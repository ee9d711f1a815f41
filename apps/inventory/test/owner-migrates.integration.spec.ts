// Real: PostgreSQL with a database and a role as deploy/postgres/10-databases.sh makes them.
import { randomBytes } from 'node:crypto';
import { migrate, migrationsFolder, seed, seedsFolder } from '@app/postgres';
import { engines } from '@app/testing';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';

const name = `owned_${randomBytes(5).toString('hex')}`;
let admin: pg.Client;

beforeAll(async () => {
  admin = new pg.Client(engines().postgresAdminUrl);
  await admin.connect();
  await admin.query(`CREATE ROLE ${name} LOGIN PASSWORD '${name}'`);
  await admin.query(`CREATE DATABASE ${name} OWNER ${name}`);
  await admin.query(`REVOKE ALL ON DATABASE ${name} FROM PUBLIC`);
});
afterAll(async () => {
  await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
  await admin.query(`DROP ROLE ${name}`);
  await admin.end();
});

it('the owner of the database migrates it without being a superuser: the extensions are trusted', async () => {
  const url = new URL(engines().postgresAdminUrl);
  Object.assign(url, { username: name, password: name, pathname: `/${name}` });
  await migrate(url.href, migrationsFolder('inventory'));
  await seed(url.href, seedsFolder('inventory'));
  const owner = new pg.Client(url.href);
  await owner.connect();
  const { rows } = await owner.query(
    `SELECT product_id FROM listing WHERE name_search LIKE '%' || search_form('LÁPTOP') || '%'`,
  );
  await owner.end();
  expect(rows).toEqual([{ product_id: 1 }]);
});
