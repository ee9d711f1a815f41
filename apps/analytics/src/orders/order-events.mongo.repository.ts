import { LOGGER, type Logger } from '@app/observability';
import { Inject, Injectable } from '@nestjs/common';
import { AnalyticsDb } from '../mongo/connect.mongo.js';
import { EventDocuments } from '../mongo/event-documents.mongo.js';
import type { OrderEventDocument } from './order-event-document.mongo.js';

export const ORDER_EVENTS = 'order_events';

/** What happened to orders, one document for each event. */
@Injectable()
export class OrderEventsRepository extends EventDocuments<OrderEventDocument> {
  constructor(analyticsDb: AnalyticsDb, @Inject(LOGGER) logger: Logger) {
    super(analyticsDb, ORDER_EVENTS, logger, [{ order_id: 1 }]);
  }
}
