// Real: RabbitMQ, MongoDB, and analytics as an operating-system process, which is killed while it drains its queue.
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

const SALES = 4_000;

describe('the documents of the sales, with analytics in a process of its own', () => {
  const uri = createMongoDatabase('analytics');
  const mongo = new MongoClient(uri);
  let broker: Broker;
  let sales: SalesPublisher;
  let analytics: ServiceProcess;

  beforeAll(async () => {
    await ensureBuilt(() => {});
    broker = await Broker.open('documents');
    sales = await SalesPublisher.open(broker.url);
  }, 120_000);
  afterAll(async () => {
    await analytics?.stop();
    await sales.close();
    await mongo.close();
    await dropMongoDatabase(uri);
    await broker.close();
  });

  it('kill -9 in the middle of a drain: each sale is one document', async () => {
    const events = Array.from({ length: SALES }, () => saleEvent());
    const documents = mongo.db().collection<{ _id: string }>('sales_events');
    analytics = await spawnWorker('analytics', { RABBITMQ_URL: broker.url, MONGODB_URI: uri, LOG_LEVEL: 'warn' });

    // Frozen while the queue fills: then it is in the middle of its work from the first document on.
    analytics.kill('SIGSTOP');
    for (let from = 0; from < SALES; from += 1_000) await sales.sell(...events.slice(from, from + 1_000));
    analytics.kill('SIGCONT');
    await eventually(async () => (await documents.countDocuments()) > 0, { everyMs: 5 });
    analytics.kill('SIGKILL');
    await analytics.ended;
    expect(await documents.countDocuments()).toBeLessThan(SALES);
    analytics = await analytics.again();
    await eventually(async () => (await documents.countDocuments()) === SALES, { timeoutMs: 30_000 });

    const stored = await documents.distinct('_id');
    expect(stored.sort()).toEqual(events.map(({ event_id }) => event_id).sort());
    await analytics.stop();
    for (const queue of ['analytics.product_sold', 'analytics.product_sold.dlq'])
      expect(await broker.depth(queue)).toBe(0);
  }, 60_000);
});
