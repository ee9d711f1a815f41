/** Headers of a message as they travel. */
export type Headers = Readonly<Record<string, unknown>>;

const DEATH = /^x-(death|first-death-|last-death-|delivery-count$|acquired-count$)/;
/** https://www.rabbitmq.com/docs/sender-selected */
const RECIPIENTS = new Set(['CC', 'BCC']);
const MAX_TEXT_BYTES = 1024;

/**
 * Drops what the broker reads. RabbitMQ ≤ 3.13 may take a replayed message with an `x-death` for a dead-letter cycle, which
 * it drops. `CC` and `BCC` name further queues for a message, and close the channel when they are malformed.
 */
export function withoutBrokerHeaders(headers: Headers): Record<string, unknown> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !DEATH.test(name) && !RECIPIENTS.has(name)));
}

/** How often processing failed before (`x-attempt`); 0 for a new message and for nonsense. */
export function attemptOf(headers: Headers): number {
  const attempt = headers['x-attempt'];
  return typeof attempt === 'number' && Number.isInteger(attempt) && attempt > 0 ? attempt : 0;
}

/** At most 1 KiB of UTF-8, so that a long reason never makes a message unsendable. */
export function clip(text: string): string {
  if (Buffer.byteLength(text) <= MAX_TEXT_BYTES) return text;
  // `stream` drops a character that the cut went through instead of replacing it.
  const head = new TextDecoder().decode(Buffer.from(text).subarray(0, MAX_TEXT_BYTES - 3), { stream: true });
  return `${head}…`;
}
