import {
  type Delivery,
  eventsOf,
  type HandlerExtras,
  RmqStrategy,
  type RmqStrategyOptions,
  type WorkQueue,
} from '@app/messaging';
import { eventually } from './eventually.js';
import { readyOrClosed } from './ready-or-closed.js';

type Log = { level: 'info' | 'warn' | 'error'; message: string; fields: Record<string, unknown> };
type Options = HandlerExtras &
  Partial<Pick<RmqStrategyOptions, 'prefetch' | 'holdLimitMs'>> & {
    queue?: WorkQueue;
    /** How long the broker may take to deliver (10,000). */
    startMs?: number;
  };

/** Keeps what was logged. */
export function recordingLogger() {
  const lines: Log[] = [];
  const keep = (level: Log['level']) => (fields: object, message: string) => {
    lines.push({ level, message, fields: fields as Record<string, unknown> });
  };
  return { lines, info: keep('info'), warn: keep('warn'), error: keep('error') };
}

/** Consumes `analytics.product_sold` (or `queue`) as Nest would let it; resolves when the broker delivers. */
export async function startConsumer(
  url: string,
  handler: (deliveries: Delivery[]) => unknown,
  { batch, concurrency, queue = 'analytics.product_sold', startMs = 10_000, ...rest }: Options = {},
) {
  const logger = recordingLogger();
  const strategy = new RmqStrategy({ url, name: 'worker', queues: [queue], logger, ...rest });
  const extras: HandlerExtras = { ...(batch && { batch }), ...(concurrency && { concurrency }) };
  const listOf = (data: Delivery | Delivery[]) => (Array.isArray(data) ? data : [data]);
  for (const type of eventsOf(queue)) strategy.addHandler(type, async (data) => handler(listOf(data)), true, extras);
  const listens = new Promise<void>((resolve, reject) =>
    strategy.listen((error) => (error ? reject(error as Error) : resolve())),
  );
  const ready = listens.then(() =>
    eventually(() => strategy.status().ready, { what: 'the consumer', timeoutMs: startMs }),
  );
  await readyOrClosed(ready, () => strategy.close());
  return { strategy, logger, close: () => strategy.close() };
}

/** AMQP properties of a good `product_sold`; the routing key is its type. */
export const soldProperties = (messageId: string, headers: Record<string, unknown> = {}) => ({
  messageId,
  type: 'product_sold',
  persistent: true,
  contentType: 'application/json',
  headers: { 'x-attempt': 0, ...headers },
});
