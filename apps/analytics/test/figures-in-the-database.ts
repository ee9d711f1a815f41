import type { Db } from 'mongodb';
import type { FigureDocument, FigureVersion } from '../src/figures/figure-documents.js';
import { type OrderEventDocument, refundsOf } from '../src/orders/order-event-document.mongo.js';
import { type SaleDocument, saleEvent } from '../src/sales/sale-document.mongo.js';
import { oracle, textsOf } from './figures-model.js';

/** The figures that hold, by key, and their versions. */
export const storedFigures = async (db: Db): Promise<Record<string, string>> =>
  textsOf(
    await db.collection<FigureDocument>('figures').find().toArray(),
    await db.collection<FigureVersion>('figure_versions').find().toArray(),
  );

/** What they have to be: the fold of the raw documents. */
export const foldOfRawDocuments = async (db: Db): Promise<Record<string, string>> =>
  oracle([
    ...(await db.collection<SaleDocument>('sales_events').find().toArray()).map(saleEvent),
    ...(await db.collection<OrderEventDocument>('order_events').find().toArray()).flatMap(refundsOf),
  ]);

export const staleSegments = (db: Db): Promise<number> => db.collection('stale_segments').countDocuments();
