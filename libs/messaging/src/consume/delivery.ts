import { textOf } from '@app/base';
import type { ConsumeMessage } from 'amqplib';
import { attemptOf, type Headers } from '../headers.js';

/** One message as a handler sees it: known type, with an id, valid UTF-8 and valid JSON. */
export type Delivery = {
  /** The event id. */
  readonly messageId: string;
  readonly type: string;
  readonly routingKey: string;
  readonly headers: Headers;
  /** W3C trace context of the sale, when the publisher sent one. */
  readonly traceparent?: string;
  /** How often it failed before; 0 at first. */
  readonly attempt: number;
  /** The broker delivered it before: the effect may have happened. */
  readonly redelivered: boolean;
  readonly body: Buffer;
  /** The parsed body, not validated against a schema. */
  readonly json: unknown;
};

/** A message that no handler can be given. `kind` becomes `x-error-kind`. */
export type Poison = {
  readonly kind: 'missing-message-id' | 'too-large' | 'not-utf8' | 'not-json' | 'unknown-type';
  readonly reason: string;
};

/** Largest body that is read, bytes. */
export const MAX_BODY_BYTES = 1024 * 1024;

/** Header in which a retry keeps the routing key of the first publish. */
export const ORIGINAL_ROUTING_KEY = 'x-original-routing-key';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The event type: the property, else the routing key it was first published with. */
export function typeOf({ properties, fields }: ConsumeMessage): string {
  return properties.type || properties.headers?.[ORIGINAL_ROUTING_KEY] || fields.routingKey;
}

/** Reads a message; `knows` says whether a type has a handler. */
export function readDelivery(message: ConsumeMessage, knows: (type: string) => boolean): Delivery | Poison {
  const { properties, fields, content: body } = message;
  const type = typeOf(message);
  if (!properties.messageId) return poison('missing-message-id', 'the message has no messageId');
  if (body.length > MAX_BODY_BYTES) {
    return poison('too-large', `the body has ${body.length} bytes, at most ${MAX_BODY_BYTES} are read`);
  }
  const text = decode(body);
  if (text === undefined) return poison('not-utf8', 'the body is not valid UTF-8');
  const parsed = parse(text);
  if ('error' in parsed) return poison('not-json', `the body is not JSON: ${parsed.error}`);
  if (!knows(type)) return poison('unknown-type', `no handler for type ${JSON.stringify(type)}`);
  const headers: Headers = properties.headers ?? {};
  const traceparent = headers.traceparent;
  return {
    messageId: String(properties.messageId),
    type,
    routingKey: fields.routingKey,
    headers,
    ...(typeof traceparent === 'string' && { traceparent }),
    attempt: attemptOf(headers),
    redelivered: fields.redelivered,
    body,
    json: parsed.json,
  };
}

const poison = (kind: Poison['kind'], reason: string): Poison => ({ kind, reason });

function decode(body: Buffer): string | undefined {
  try {
    return utf8.decode(body);
  } catch {
    return undefined;
  }
}

function parse(text: string): { json: unknown } | { error: string } {
  try {
    return { json: JSON.parse(text) };
  } catch (error) {
    return { error: textOf(error) };
  }
}
