import { MongoClient } from 'mongodb';

const TIMEOUT_MS = 5_000;

const DAY_MS = 86_400_000;
/** Between the clock's reading for a batch of sales and the making of their ids. */
const APART_MS = 1_000;

/** @returns the ids of analytics' documents, ascending; the connection ends with the walk. */
export async function* documentIds(uri: string, from: string, upTo: string): AsyncGenerator<string> {
  const client = new MongoClient(uri, { serverSelectionTimeoutMS: TIMEOUT_MS });
  try {
    const sales = client.db().collection<{ _id: string }>('sales_events');
    const between = { _id: { $gt: from, $lt: upTo } };
    for await (const { _id } of sales.find(between, { projection: { _id: 1 }, sort: { _id: 1 } })) yield _id;
  } finally {
    await client.close();
  }
}

/** Documents of sales before this moment (milliseconds since 1970) may have been dropped because of their age; 0 when none were. */
export async function droppedBefore(uri: string): Promise<number> {
  const client = new MongoClient(uri, { serverSelectionTimeoutMS: TIMEOUT_MS });
  try {
    const days = await client.db().collection<{ _id: string }>('dropped_days').find({}).toArray();
    const ends = days.map(({ _id }) => Date.parse(_id.slice(0, 10)) + DAY_MS + APART_MS);
    return Math.max(0, ...ends);
  } finally {
    await client.close();
  }
}
