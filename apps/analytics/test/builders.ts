import { randomBytes } from 'node:crypto';
import { Tracing } from '@app/observability';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { AnalyticsMetrics } from '../src/metrics.js';
import { AnalyticsDb } from '../src/mongo/connect.mongo.js';
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
  const consumer = new RecordSaleWhenProductSold(salesEvents, metrics, new Tracing('analytics'), logger);
  return { db, registry, consumer, salesEvents };
}
