import { randomBytes, randomUUID } from 'node:crypto';
import { type ProductSold, productSoldExample } from '@app/contracts';
import type { Delivery } from '@app/messaging';
import { Tracing } from '@app/observability';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { AnalyticsMetrics } from '../src/metrics.js';
import { AnalyticsDb } from '../src/mongo/connect.mongo.js';
import { RecordSaleWhenProductSold } from '../src/sales/record-sale-when-product-sold.amqp.consumer.js';
import { SalesEventsRepository } from '../src/sales/sales-events.mongo.repository.js';

export function saleEvent(overrides: Partial<ProductSold> = {}): ProductSold {
  const event_id = randomUUID();
  return { ...productSoldExample, event_id, order_id: `ORD-${event_id.slice(0, 8)}`, ...overrides };
}

export const traceId = () => randomBytes(16).toString('hex');

/** What messaging hands to a handler for this body. */
export function deliveryOf(json: object, overrides: Partial<Delivery> = {}): Delivery {
  return {
    messageId: (json as { event_id?: string }).event_id ?? randomUUID(),
    type: 'product_sold',
    routingKey: 'product_sold',
    headers: {},
    attempt: 0,
    redelivered: false,
    body: Buffer.from(JSON.stringify(json)),
    json,
    ...overrides,
  };
}

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
