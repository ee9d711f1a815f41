import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { type EventMap, SCHEMAS } from './gen/event-map.js';

export type * from './gen/event-map.js';

/** The type of an event: a key of {@link EventMap}. */
export type EventType = keyof EventMap;

/** Any event of the shop. */
export type ShopEvent = EventMap[EventType];

/** All event types, in the order of {@link EventMap}. */
export const EVENT_TYPES = Object.keys(SCHEMAS) as EventType[];

/** True when `type` is the type of an event of the shop. */
export const isEventType = (type: string): type is EventType => Object.hasOwn(SCHEMAS, type);

/**
 * Why a message is not an event of a type and version that this code reads.
 * `kind` is the value of the dead letter's `x-error-kind` header, `reason` of `x-error-message`.
 */
export interface InvalidEvent {
  ok: false;
  kind: 'wrong-type' | 'unsupported-version' | 'schema';
  reason: string;
}

const ajv = new Ajv({ allErrors: true });
addFormats.default(ajv);
const VALIDATORS = Object.fromEntries(EVENT_TYPES.map((type) => [type, ajv.compile(SCHEMAS[type])])) as {
  [T in EventType]: ValidateFunction<EventMap[T]>;
};

/**
 * Checks what a broker delivered. Unknown fields are accepted: producers may add some.
 * @param json the parsed body
 * @returns the event in one form: its `event_id` in lower case, because ids are compared as text by everything that stores them, and a
 * leap second (`…:60Z`, valid in RFC 3339) as the millisecond before, because dates of JavaScript and BSON know none
 */
export function parseEvent<T extends EventType>(
  type: T,
  json: unknown,
): { ok: true; event: EventMap[T] } | InvalidEvent {
  const isValid: ValidateFunction<EventMap[T]> = VALIDATORS[type];
  if (isValid(json)) return { ok: true, event: inOneForm(json) };
  const found = (typeof json === 'object' && json !== null ? json : {}) as Record<string, unknown>;
  if (found.type !== undefined && found.type !== type) {
    return { ok: false, kind: 'wrong-type', reason: `type is ${JSON.stringify(found.type)}, expected "${type}"` };
  }
  const version = SCHEMAS[type].properties.version.const;
  if (found.version !== undefined && found.version !== version) {
    const reason = `version ${JSON.stringify(found.version)} of ${type} is not supported, only version ${version}`;
    return { ok: false, kind: 'unsupported-version', reason };
  }
  return { ok: false, kind: 'schema', reason: ajv.errorsText(isValid.errors, { dataVar: 'event' }) };
}

/**
 * The bytes that are published and stored in an outbox.
 * @throws {TypeError} when the event breaks its own schema: a bug of the producer, nothing may be written then
 */
export function encodeEvent(event: ShopEvent): Buffer {
  const parsed = parseEvent(event.type, event);
  if (!parsed.ok) throw new TypeError(`${event.type} ${event.event_id} is not valid: ${parsed.reason}`);
  return Buffer.from(JSON.stringify(event));
}

const LEAP_SECOND = /:60(?:\.\d+)?(?=[zZ+-])/;

function inOneForm<E extends { event_id: string; occurred_at: string }>(event: E): E {
  const event_id = event.event_id.toLowerCase();
  const occurred_at = event.occurred_at.replace(LEAP_SECOND, ':59.999');
  return event_id === event.event_id && occurred_at === event.occurred_at ? event : { ...event, event_id, occurred_at };
}
