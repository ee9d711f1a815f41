import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import type { ProductSold } from './gen/product-sold.v1.js';
import schema from './product-sold.v1.schema.json' with { type: 'json' };

export type { ProductSold };

/** Routing key and AMQP `type` of the event. */
export const PRODUCT_SOLD = 'product_sold';

/** The version that this code writes and reads. */
export const PRODUCT_SOLD_VERSION = 1;

/**
 * Why a message is not a `product_sold` of a version we know.
 * `kind` is the value of the dead letter's `x-error-kind` header, `reason` of `x-error-message`.
 */
export interface InvalidEvent {
  ok: false;
  kind: 'wrong-type' | 'unsupported-version' | 'schema';
  reason: string;
}

const ajv = new Ajv({ allErrors: true });
addFormats.default(ajv);
const isProductSold = ajv.compile<ProductSold>(schema);

/**
 * Checks what a broker delivered. Unknown fields are accepted: producers may add some.
 * @param json the parsed body
 */
export function parseProductSold(json: unknown): { ok: true; event: ProductSold } | InvalidEvent {
  if (isProductSold(json)) return { ok: true, event: json };
  const { type, version } = (typeof json === 'object' && json !== null ? json : {}) as Record<string, unknown>;
  if (type !== undefined && type !== PRODUCT_SOLD) {
    return { ok: false, kind: 'wrong-type', reason: `type is ${JSON.stringify(type)}, expected "${PRODUCT_SOLD}"` };
  }
  if (version !== undefined && version !== PRODUCT_SOLD_VERSION) {
    const reason = `version ${JSON.stringify(version)} of ${PRODUCT_SOLD} is not supported, only version ${PRODUCT_SOLD_VERSION}`;
    return { ok: false, kind: 'unsupported-version', reason };
  }
  return { ok: false, kind: 'schema', reason: ajv.errorsText(isProductSold.errors, { dataVar: 'event' }) };
}

/**
 * The bytes that are published and stored in the outbox.
 * @throws {TypeError} when the event breaks its own schema: a bug of the producer, nothing may be written then
 */
export function encodeProductSold(event: ProductSold): Buffer {
  const parsed = parseProductSold(event);
  if (!parsed.ok) throw new TypeError(`product_sold ${event.event_id} is not valid: ${parsed.reason}`);
  return Buffer.from(JSON.stringify(event));
}
