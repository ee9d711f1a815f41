import type { Attributes } from '@opentelemetry/api';

/** What a span is about. Each becomes an attribute by which traces are searched. */
export interface Subject {
  order_id?: unknown;
  product_id?: unknown;
  quantity?: unknown;
  /** What came of it: a word of the metrics, or the code of the failure. */
  outcome?: string;
}

/** Attributes of the shop's own, `shop.order_id` and so on; what is not a text or a number is left out. */
export function shopAttributes({ order_id, product_id, quantity, outcome }: Subject): Attributes {
  const attributes: Attributes = {};
  if (isPlain(order_id)) attributes['shop.order_id'] = order_id;
  if (isPlain(product_id)) attributes['shop.product_id'] = product_id;
  if (isPlain(quantity)) attributes['shop.quantity'] = quantity;
  if (isPlain(outcome)) attributes['shop.outcome'] = outcome;
  return attributes;
}

const isPlain = (value: unknown): value is string | number => typeof value === 'string' || typeof value === 'number';

/** OpenTelemetry's semantic conventions of databases. */
export const databaseAttributes = (system: 'postgresql' | 'mongodb', database: string): Attributes => ({
  'db.system.name': system,
  'db.namespace': database,
});

/** OpenTelemetry's semantic conventions of messaging, for RabbitMQ. */
export function messagingAttributes(
  operation: 'send' | 'process',
  message: { destination: string; routingKey?: string; messageId?: string | undefined },
): Attributes {
  return {
    'messaging.system': 'rabbitmq',
    'messaging.operation.type': operation,
    'messaging.destination.name': message.destination,
    ...(message.routingKey && { 'messaging.rabbitmq.destination.routing_key': message.routingKey }),
    ...(message.messageId && { 'messaging.message.id': message.messageId }),
  };
}
