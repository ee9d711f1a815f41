import type { EventType } from '@app/contracts';
import { EventPattern } from '@nestjs/microservices';
import type { HandlerExtras } from './handler.js';

/**
 * The method decides about the deliveries of one event: Nest's `@EventPattern` for events that exist. It gets a
 * {@link Delivery} (an array with `batch`) and returns a {@link Disposition}.
 */
export const OnEvent = (type: EventType, extras?: HandlerExtras): MethodDecorator =>
  EventPattern(type, undefined, extras);
