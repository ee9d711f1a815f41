import { MongoClient } from 'mongodb';

const TIMEOUT_MS = 5_000;

/** @returns the ids of analytics' documents, ascending; the connection ends with the walk. */
export async function* documentIds(uri: string, upTo: string): AsyncGenerator<string> {
  const client = new MongoClient(uri, { serverSelectionTimeoutMS: TIMEOUT_MS });
  try {
    const sales = client.db().collection<{ _id: string }>('sales_events');
    for await (const { _id } of sales.find({ _id: { $lt: upTo } }, { projection: { _id: 1 }, sort: { _id: 1 } }))
      yield _id;
  } finally {
    await client.close();
  }
}
