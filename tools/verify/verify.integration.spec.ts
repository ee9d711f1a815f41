// Real: PostgreSQL (both databases) and MongoDB.
import { migrate, migrationsFolder } from '@app/postgres';
import { createDatabase, createMongoDatabase, dropDatabase, dropMongoDatabase } from '@app/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MongoClient } from 'mongodb';
import pg from 'pg';
import { pino } from 'pino';
import { FiguresRepository } from '../../apps/analytics/src/figures/figures.mongo.repository.js';
import { KnownFigures } from '../../apps/analytics/src/figures/known-figures.js';
import { project } from '../../apps/analytics/src/figures/projector.js';
import { AnalyticsDb } from '../../apps/analytics/src/mongo/connect.mongo.js';
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
  await addFigures(n);
  await addMail(n);
}
const addDocument = (n: number) =>
  mongo
    .db()
    .collection<{ _id: string }>('sales_events')
    .insertOne({ _id: id(n) });
async function addFigures(n: number, product_id = 1) {
  const analyticsDb = new AnalyticsDb(sources.analytics);
  const figures = new FiguresRepository(analyticsDb, pino({ level: 'silent' }));
  const sale = { id: id(n), product_id, currency: 'USD', name: 'Laptop', at: Date.parse('2024-07-12') };
  const { segments } = await figures.note([{ ...sale, kind: 'sale', quantity: 1, cents: 1n }]);
  await project(figures, new KnownFigures(figures), segments);
  await analyticsDb.close();
}
const addMail = (n: number, orderId = 'O') =>
  notifications.query(
    `INSERT INTO notifications (event_id, order_id, recipient, subject, trace_id, state, claimed_by, lease_until)
     VALUES ($1, $2, 'r', 's', 't', 'sent', $1, now())`,
    [id(n), orderId],
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
    expect(printReport(report)).toMatch(/ 1 {2}Laptop .* 75 .*WRONG/);
  });

  it('knows returns and corrections, and what pending orders hold', async () => {
    await inventory.query(`
      INSERT INTO returns VALUES ('RET', 1, 'O', 1, 4, 0, 1, '${id(90)}', NULL, now());
      INSERT INTO adjustments VALUES ('A', 1, -1, 'broken', 0, 1);
      UPDATE products SET stock = 15, reserved = 2 WHERE id = 1;
      INSERT INTO reservations VALUES ('PENDING', 1, 'pending', NULL, 'USD', 2, NULL, now(), NULL, NULL);
      INSERT INTO reservation_lines VALUES ('PENDING', 1, 1, 'Laptop', 2, 1)`);
    expect(await verify(sources)).toMatchObject({ ok: true, faults: [] });
    await inventory.query('UPDATE products SET reserved = 1 WHERE id = 1');
    expect((await verify(sources)).faults).toEqual(['product 1 (Laptop) should have 2 reserved and has 1']);
    await inventory.query(`UPDATE reservations SET state = 'confirmed', settled_at = now()`);
    expect((await verify(sources)).faults).toEqual([
      'product 1 (Laptop) should have 0 reserved and has 1',
      '1 reservations are confirmed without sales, or sold without confirmation',
    ]);
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

  it('expects documents of the lines of an order, and one mail that is about the order', async () => {
    await inventory.query(`
      INSERT INTO reservations VALUES ('ORDER', 1, 'confirmed', NULL, 'USD', 1, NULL, now(), now(), NULL);
      INSERT INTO reservation_lines VALUES ('ORDER', 1, 2, 'Mouse', 1, 1);
      INSERT INTO sales (order_id, line, sale_id, product_id, product_name, quantity, unit_price_cents, total_cents, currency,
        stock_after, product_version, occurred_at) VALUES ('ORDER', 1, '${id(20)}', 2, 'Mouse', 1, 1, 1, 'USD', 0, 2, now());
      UPDATE products SET stock = 49 WHERE id = 2`);
    await addMail(21, 'ORDER');
    const report = await verify(sources);
    expect(report.faults).toEqual([`1 sales have no analytics document, for example ${id(20)}`]);
    await addDocument(20);
    await addFigures(20, 2);
    expect(await verify(sources)).toMatchObject({ ok: true, faults: [] });
  });

  it('says which figures differ from the sales', async () => {
    await addFigures(9);
    const { faults } = await verify(sources);
    expect(faults).toEqual([
      'product 1 in USD: 4 sales of 4 units for 4 in the figures, 3 sales of 3 units for 3 sold',
    ]);
    await mongo.db().collection('figures').deleteMany({});
    expect((await verify(sources)).faults).toEqual([
      'product 1 in USD: 0 sales of 0 units for 0 in the figures, 3 sales of 3 units for 3 sold',
    ]);
    expect((await verify({ ...sources, settled: false })).ok).toBe(true);
  });

  it('does not miss documents of days that were dropped because of their age; the figures are compared all the same', async () => {
    await mongo.db().collection('sales_events').deleteMany({});
    expect((await verify(sources)).documents).toMatchObject({ missing: 3 });
    const days = mongo.db().collection<{ _id: string }>('dropped_days');
    await days.insertOne({ _id: '2024-07-12' });
    expect(await verify(sources)).toMatchObject({ ok: true, documents: { missing: 0, invented: 0 } });
    await mongo.db().collection('figures').deleteMany({});
    expect((await verify(sources)).faults).toHaveLength(1);
  });

  it('needs only inventory’s database', async () => {
    const report = await verify({ ...sources, analytics: undefined, notifications: undefined });
    expect(report).toMatchObject({ ok: true, documents: undefined, mails: undefined });
  });
});
