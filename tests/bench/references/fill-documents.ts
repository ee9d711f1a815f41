// Writes COUNT documents of sales beside those that analytics has stored; prints how many.
import { randomUUID } from 'node:crypto';
import { productSoldExample } from '@app/contracts';
import { Long, MongoClient } from 'mongodb';

const BATCH = 500;
const client = new MongoClient(process.env.MONGODB_URI ?? '');
const sales = client.db().collection<{ _id: string }>('sales_events');
const count = Number(process.env.COUNT);
for (let done = 0; done < count; done += BATCH) {
  const documents = Array.from({ length: BATCH }, (_, n) => {
    const event_id = randomUUID();
    const occurred_at = new Date(Date.now() - (done + n) * 1_000);
    const amounts = {
      unit_price_cents: Long.fromNumber(productSoldExample.unit_price_cents),
      total_cents: Long.fromNumber(productSoldExample.total_cents),
    };
    const times = { occurred_at, recorded_at: occurred_at };
    return { ...productSoldExample, ...amounts, ...times, _id: event_id, event_id, order_id: `bench-${event_id}` };
  });
  await sales.insertMany(documents, { ordered: false });
}
process.stdout.write(`${count}\n`);
await client.close();
