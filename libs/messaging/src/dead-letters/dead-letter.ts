import type { Message } from 'amqplib';
import { attemptOf, type Headers } from '../headers.js';

/** One dead letter, as it is shown. Times are RFC 3339 UTC. */
export type DeadLetter = {
  /** The messageId, else the `event_id` in the body; null when there is none. */
  event_id: string | null;
  type: string | null;
  /** Stable code, such as `not-json`; `delivery-limit`, `rejected`, `expired` when the broker moved it by itself. */
  error_kind: string;
  error_message: string;
  failed_at: string | null;
  /** Failures before this one. */
  attempt: number;
  consumer: string | null;
  order_id?: string;
  /** UTF-8 text; `base64:…` when it is not UTF-8; cut after 64 KiB. */
  body: string;
};

const MAX_SHOWN_BYTES = 64 * 1024;

type Death = { reason?: unknown; queue?: unknown; time?: { value?: unknown } };

/** Describes a message of a dead-letter queue. */
export function describe({ properties, content }: Message): DeadLetter {
  const headers: Headers = properties.headers ?? {};
  const fields = fieldsOf(content);
  return {
    event_id: text(properties.messageId) ?? text(fields.event_id) ?? null,
    type: text(properties.type) ?? null,
    ...(text(headers['x-error-kind']) ? stated(headers) : byBroker(headers)),
    attempt: attemptOf(headers),
    ...(typeof fields.order_id === 'string' && { order_id: fields.order_id }),
    body: shown(content),
  };
}

type Cause = Pick<DeadLetter, 'error_kind' | 'error_message' | 'failed_at' | 'consumer'>;

const stated = (headers: Headers): Cause => ({
  error_kind: text(headers['x-error-kind']) ?? 'unknown',
  error_message: text(headers['x-error-message']) ?? '',
  failed_at: text(headers['x-failed-at']) ?? null,
  consumer: text(headers['x-consumer']) ?? null,
});

/** No consumer wrote a reason: it crashed too often on the message, or could not publish the reason. */
function byBroker(headers: Headers): Cause {
  const deaths = headers['x-death'];
  const death: Death = (Array.isArray(deaths) && deaths[0]) || {};
  const reason = text(headers['x-first-death-reason']) ?? text(death.reason) ?? 'unknown';
  return {
    error_kind: reason.replaceAll('_', '-'),
    error_message: `moved by the broker (${reason}) from ${text(death.queue) ?? 'its queue'}`,
    failed_at: instantOf(death.time?.value),
    consumer: null,
  };
}

/** A publisher may write anything into these headers. */
function instantOf(seconds: unknown): string | null {
  const date = new Date(typeof seconds === 'number' ? seconds * 1000 : Number.NaN);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

function fieldsOf(content: Buffer): Record<string, unknown> {
  if (content.length > MAX_SHOWN_BYTES) return {};
  try {
    const json: unknown = JSON.parse(content.toString());
    return typeof json === 'object' && json !== null ? (json as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function shown(content: Buffer): string {
  const head = content.subarray(0, MAX_SHOWN_BYTES);
  const rest = content.length - head.length;
  const cut = rest > 0 ? `… (${rest} more bytes)` : '';
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: rest > 0 }) + cut;
  } catch {
    return `base64:${head.toString('base64')}${cut}`;
  }
}
