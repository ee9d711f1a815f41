import { databaseAttributes, SpanKind, type TraceSpan, type Tracing } from '@app/observability';

const DATABASE = databaseAttributes('mongodb', 'analytics_db');

/** One write of many documents, with a link to what is done with each message. */
export const startInsert = (tracing: Tracing, collection: string, work: { span: TraceSpan }[]): TraceSpan =>
  tracing.start(`insert ${collection}`, SpanKind.CLIENT, {
    links: work.map(({ span }) => span.traceparent),
    attributes: { ...DATABASE, 'db.collection.name': collection },
  });
