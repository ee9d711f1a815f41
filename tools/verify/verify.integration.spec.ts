// Real: PostgreSQL (both databases) and MongoDB.
import { migrate, migrationsFolder } from '@app/postgres';
import { createDatabase, createMongoDatabase, dropDatabase, dropMongoDatabase } from '@app/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MongoClient } from 'mongodb';
import pg from 'pg';
import { printReport } from './print-report.js';
import { verify } from './verify.js';

let sources: { inventory: string; analytics: string; notifications: string; settled: boolean };
let inventory: pg.Client;
let notifications: pg.Client;
let mongo: MongoClient;

const id = (n: number) => `0190a5b4-7c3e-7a61-9f5d-${String(n).padStart(12, '0')}`;

beforeEach(async () => {
  sources = {
    inventory: await createDatabase('verify'),
    notifications: await createDatabase('verify'),
    analytics: createMongoDatabase('verify'),
    settled: true,
  };
  await migrate(sources.inventory, migrationsFolder('inventory'));
  await migrate(sources.notifications, migrationsFolder('notifications'));
  inventory = new pg.Client(sources.inventory);
  notifications = new pg.Client(sources.notifications);
  mongo = new MongoClient(sources.analytics);
  await Promise.all([inventory.connect(), notifications.connect()]);
  await inventory.query(`
    INSERT INTO products (id, name, price_cents, currency, stock, initial_stock)
    VALUES (1, 'Laptop', 1, 'USD', 12, 10), (2, 'Mouse', 1, 'USD', 50, 50);
    INSERT INTO restocks VALUES ('R-1', 1, 5, 15, 2)`);
  for (let n = 1; n <= 3; n++) await sell(n);
});
afterEach(async () => {
  await Promise.all([inventory.end(), notifications.end(), mongo.close()]);
  await dropDatabase(sources.inventory);
  await dropDatabase(sources.notifications);
  await dropMongoDatabase(sources.analytics);
});

/** A sale of one laptop that has arrived everywhere. */
async function sell(n: number) {
  await inventory.query(
    `INSERT INTO sales VALUES ($1, $2, 1, 'Laptop', 1, 1, 1, 'USD', 0, 2, NULL, NULL, '2024-07-12')`,
    [`O-${n}`, id(n)],
  );
  await addDocument(n);
  await addMail(n);
}
const addDocument = (n: number) =>
  mongo
    .db()
    .collection<{ _id: string }>('sales_events')
    .insertOne({ _id: id(n) });
const addMail = (n: number) =>
  notifications.query(
    `INSERT INTO notifications (event_id, order_id, recipient, subject, trace_id, state, claimed_by, lease_until)
     VALUES ($1, 'O', 'r', 's', 't', 'sent', $1, now())`,
    [id(n)],
  );

describe('verify', () => {
  it('finds nothing wrong where nothing is wrong', async () => {
    const report = await verify(sources);
    expect(report).toMatchObject({ ok: true, faults: [], counts: { sales: 3, events_waiting: 0 } });
    expect(printReport(report)).toContain('Everything adds up.');
  });

  it('names the product whose stock cannot be explained', async () => {
    await inventory.query('UPDATE products SET stock = 75 WHERE id = 1');
    const report = await verify(sources);
    expect(report.faults).toEqual(['product 1 (Laptop) should have 12 in stock and has 75']);
    expect(printReport(report)).toMatch(/ 1 {2}Laptop .* 75 {2}WRONG/);
  });

  it('finds events, documents and mails of sales that never were', async () => {
    await inventory.query(`INSERT INTO outbox (event_id, payload, available_at) VALUES ($1, '{}', now())`, [id(9)]);
    await addDocument(8);
    await addMail(7);
    const { faults } = await verify(sources);
    expect(faults).toEqual([
      '1 outbox rows have no sale',
      `1 analytics document(s) have no sale, for example ${id(8)}`,
      `1 notification(s) have no sale, for example ${id(7)}`,
    ]);
  });

  it('counts a sale that arrived nowhere, unless its event still waits in the outbox', async () => {
    const event = `INSERT INTO outbox (event_id, payload, available_at) VALUES ($1, '{}', now())`;
    const sale = `INSERT INTO sales VALUES ($1, $2, 2, 'Mouse', 1, 1, 1, 'USD', 0, 2, NULL, NULL, '2024-07-12')`;
    await inventory.query('UPDATE products SET stock = 48 WHERE id = 2');
    for (const n of [4, 5]) await inventory.query(sale, [`O-${n}`, id(n)]);
    await inventory.query(event, [id(4)]);
    const report = await verify(sources);
    expect(report.documents).toMatchObject({ missing: 1, missingExamples: [id(5)] });
    expect(report.faults).toHaveLength(2);
    expect(await verify({ ...sources, settled: false })).toMatchObject({ ok: true, documents: { missing: 1 } });
  });

  it('needs only inventory’s database', async () => {
    const report = await verify({ ...sources, analytics: undefined, notifications: undefined });
    expect(report).toMatchObject({ ok: true, documents: undefined, mails: undefined });
  });
});
