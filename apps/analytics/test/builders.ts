import { randomBytes } from 'node:crypto';
import { Tracing } from '@app/observability';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { FiguresRepository } from '../src/figures/figures.mongo.repository.js';
import { FiguresMetrics } from '../src/figures/figures-metrics.js';
import { KeepFiguresFresh } from '../src/figures/keep-figures-fresh.js';
import { KnownFigures } from '../src/figures/known-figures.js';
import { RecordAndNote } from '../src/figures/record-and-note.js';
import { AnalyticsMetrics } from '../src/metrics.js';
import { AnalyticsDb } from '../src/mongo/connect.mongo.js';
import { OrderEventsRepository } from '../src/orders/order-events.mongo.repository.js';
import { RecordOrderWhenItChanged } from '../src/orders/record-order-when-it-changed.amqp.consumer.js';
import { RecordSaleWhenProductSold } from '../src/sales/record-sale-when-product-sold.amqp.consumer.js';
import { SalesEventsRepository } from '../src/sales/sales-events.mongo.repository.js';

export const traceId = () => randomBytes(16).toString('hex');

/** The consumer on a real database, without a broker. */
export function consumerOn(mongodbUri: string) {
  const logger = pino({ level: 'silent' });
  const db = new AnalyticsDb(mongodbUri);
  const registry = new Registry();
  const salesEvents = new SalesEventsRepository(db, logger);
  const metrics = new AnalyticsMetrics(registry);
  const figures = new FiguresRepository(db, logger);
  const fresh = new KeepFiguresFresh(figures, new KnownFigures(figures), new FiguresMetrics(registry), logger);
  const consumer = new RecordSaleWhenProductSold(
    salesEvents,
    new RecordAndNote(figures, fresh),
    metrics,
    new Tracing('analytics'),
    logger,
  );
  const orderEvents = new OrderEventsRepository(db, logger);
  const orders = new RecordOrderWhenItChanged(
    orderEvents,
    new RecordAndNote(figures, fresh),
    new Tracing('analytics'),
    logger,
  );
  const close = async () => {
    await fresh.onApplicationShutdown();
    await db.close();
  };
  return { db, registry, consumer, orders, salesEvents, figures, fresh, close };
}
