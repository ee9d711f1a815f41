import { createHash } from 'node:crypto';

/**
 * The idempotency key of one effect, always the same for the same effect, never generated. A hash of JSON: ids may hold any
 * character, so joining them by one would let two effects share a key.
 * @param which the attempt of the reservation, or the refund_id
 */
export function effectKey(order_id: string, step: string, which: number | string): string {
  return createHash('sha256')
    .update(JSON.stringify([order_id, step, which]))
    .digest('hex');
}
