import { MongoClient } from 'mongodb';
import type { Stores } from '../checker/stores.ts';
import type { ChaosShop } from './shop.ts';

/** What analytics has stored, without anything in between. */
export async function readDocuments({
  engines,
}: ChaosShop): Promise<Pick<Stores, 'saleDocuments' | 'arrivals' | 'orderDocuments'>> {
  const client = new MongoClient(engines.addresses.mongodb, { serverSelectionTimeoutMS: 5_000 });
  try {
    const db = client.db();
    const sales = await db
      .collection<{ _id: string; occurred_at: Date; recorded_at: Date }>('sales_events')
      .find({}, { projection: { _id: 1, occurred_at: 1, recorded_at: 1 } })
      .toArray();
    const orders = await db
      .collection<{ _id: string; type: string; order_id: string }>('order_events')
      .find({}, { projection: { _id: 1, type: 1, order_id: 1 } })
      .toArray();
    return {
      saleDocuments: sales.map(({ _id }) => _id),
      arrivals: sales.map(({ occurred_at, recorded_at }) => ({
        occurred: occurred_at.getTime(),
        recorded: recorded_at.getTime(),
      })),
      orderDocuments: orders.map(({ _id, type, order_id }) => ({ event_id: _id, type, order_id })),
    };
  } finally {
    await client.close();
  }
}
