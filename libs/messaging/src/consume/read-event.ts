import { type EventMap, type EventType, parseEvent } from '@app/contracts';
import type { Delivery } from './delivery.js';
import type { Park } from './disposition.js';

/** The event of a delivery, valid and with the id of its message, or why it becomes a dead letter. */
export function readEvent<T extends EventType>(type: T, delivery: Delivery): { event: EventMap[T] } | { poison: Park } {
  const parsed = parseEvent(type, delivery.json);
  if (!parsed.ok) return { poison: { park: parsed.reason, kind: parsed.kind } };
  const { event } = parsed;
  if (event.event_id === delivery.messageId.toLowerCase()) return { event };
  const park = `messageId ${delivery.messageId} differs from event_id ${event.event_id}`;
  return { poison: { park, kind: 'schema' } };
}
