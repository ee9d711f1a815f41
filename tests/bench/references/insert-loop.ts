// Reference (c): a bare loop of insertMany of 200 on the same engine; prints documents/s.
import { randomUUID } from 'node:crypto';
import { productSoldExample } from '@app/contracts';
import { MongoClient } from 'mongodb';

const client = new MongoClient(process.env.MONGODB_URI ?? '');
const sales = client.db('bench_reference').collection<{ _id: string }>('sales_events');
await sales.drop().catch(() => undefined);
await sales.createIndex({ product_id: 1, occurred_at: 1 });
const count = Number(process.env.COUNT);
const began = performance.now();
for (let done = 0; done < count; done += 200) {
  const documents = Array.from({ length: 200 }, () => {
    const event_id = randomUUID();
    return { ...productSoldExample, _id: event_id, event_id, order_id: `bench-${event_id}` };
  });
  await sales.insertMany(documents, { ordered: false, writeConcern: { w: 'majority', j: true } });
}
process.stdout.write(`${(count / (performance.now() - began)) * 1_000}\n`);
await client.close();
