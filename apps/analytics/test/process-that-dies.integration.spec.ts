// Real: RabbitMQ, MongoDB, and two analytics as operating-system processes; one is killed while they drain their queue.
import {
  Broker,
  createMongoDatabase,
  dropMongoDatabase,
  eventually,
  SalesPublisher,
  type ServiceProcess,
  saleEvent,
  spawnWorker,
} from '@app/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MongoClient } from 'mongodb';
import { ensureBuilt } from '../../../stack/build.ts';
import { foldOfRawDocuments, staleSegments, storedFigures } from './figures-in-the-database.js';

const SALES = 4_000;
/** Sales of so long ago, of so many products: they lie in segments of today, yesterday and the day before. */
const AGES_MS = [0, 10_000, 900_000, 86_400_000, 172_800_000];
const PRODUCTS = 50;

describe('documents and figures of the sales, with two analytics in processes of their own', () => {
  const uri = createMongoDatabase('analytics');
  const mongo = new MongoClient(uri);
  let broker: Broker;
  let sales: SalesPublisher;
  let analytics: ServiceProcess[] = [];

  beforeAll(async () => {
    await ensureBuilt(() => {});
    broker = await Broker.open('documents');
    sales = await SalesPublisher.open(broker.url);
  }, 120_000);
  afterAll(async () => {
    await Promise.all(analytics.map((one) => one.stop()));
    await sales.close();
    await mongo.close();
    await dropMongoDatabase(uri);
    await broker.close();
  });

  it('kill -9 in the middle of a drain: each sale is one document, and the figures are their fold', async () => {
    const now = Date.now();
    const events = Array.from({ length: SALES }, (_, n) =>
      saleEvent({
        occurred_at: new Date(now - (AGES_MS[n % AGES_MS.length] ?? 0)).toISOString(),
        product_id: 1 + (n % PRODUCTS),
      }),
    );
    const documents = mongo.db().collection<{ _id: string }>('sales_events');
    const start = () => spawnWorker('analytics', { RABBITMQ_URL: broker.url, MONGODB_URI: uri, LOG_LEVEL: 'warn' });
    analytics = await Promise.all([start(), start()]);
    const all = (signal: 'SIGSTOP' | 'SIGCONT') => analytics.map((one) => one.kill(signal));

    // Frozen while the queue fills: then they are in the middle of their work from the first document on.
    all('SIGSTOP');
    for (let from = 0; from < SALES; from += 1_000) await sales.sell(...events.slice(from, from + 1_000));
    all('SIGCONT');
    await eventually(async () => (await documents.countDocuments()) > 0, { everyMs: 5 });
    const [victim, other] = analytics as [ServiceProcess, ServiceProcess];
    victim.kill('SIGKILL');
    await victim.ended;
    expect(await documents.countDocuments()).toBeLessThan(SALES);
    analytics = [await victim.again(), other];
    await eventually(async () => (await documents.countDocuments()) === SALES, { timeoutMs: 30_000 });

    const stored = await documents.distinct('_id');
    expect(stored.sort()).toEqual(events.map(({ event_id }) => event_id).sort());
    await eventually(async () => (await staleSegments(mongo.db())) === 0, { timeoutMs: 30_000, everyMs: 200 });
    expect(await storedFigures(mongo.db())).toEqual(await foldOfRawDocuments(mongo.db()));
    await Promise.all(analytics.map((one) => one.stop()));
    for (const queue of ['analytics.product_sold', 'analytics.product_sold.dlq'])
      expect(await broker.depth(queue)).toBe(0);
  }, 60_000);

  it('a second SIGTERM while it drains drains on, and says so', async () => {
    const lines: string[] = [];
    const env = { RABBITMQ_URL: broker.url, MONGODB_URI: uri, LOG_LEVEL: 'info' };
    const one = await spawnWorker('analytics', env, (line) => {
      lines.push(line);
      if (line.includes('"stopping"')) one.kill('SIGTERM');
    });
    analytics = [one];
    await sales.sell(...Array.from({ length: 500 }, () => saleEvent()));
    one.kill('SIGTERM');
    expect(await one.ended).toBe(0);
    expect(lines.filter((line) => line.includes('draining already'))).toHaveLength(1);
    expect(lines.at(-1)).toContain('"stopped"');
    const documents = await mongo.db().collection('sales_events').countDocuments();
    expect(documents + (await broker.depth('analytics.product_sold'))).toBe(SALES + 500);
  }, 30_000);
});
