import type { EventType } from '@app/contracts';
import type { Channel } from 'amqplib';

/** The three exchanges. Events fan out by routing key; the other two are direct: one binding per destination queue. */
export const EXCHANGES = { events: 'shop.events', retry: 'shop.retry', deadLetters: 'shop.dlx' } as const;

/** Back-off steps of a failed message, in order. One TTL per queue: a TTL per message would block behind the head of the queue. */
export const RETRY_STEPS = [
  { suffix: '5s', ttlMs: 5_000 },
  { suffix: '30s', ttlMs: 30_000 },
  { suffix: '2m', ttlMs: 120_000 },
  { suffix: '10m', ttlMs: 600_000 },
] as const;

/** One wait before a next attempt. */
export type RetryStep = (typeof RETRY_STEPS)[number];

/** The queues that services consume, and the events that each of them gets. A name begins with its service. */
export const SUBSCRIPTIONS = {
  'analytics.product_sold': ['product_sold'],
  'notifications.product_sold': ['product_sold'],
  // Documents of orders; units and money that came back, for the figures.
  'analytics.orders': ['order_completed', 'order_rejected', 'order_cancelled', 'order_refunded', 'stock_returned'],
  // Events that are mailed.
  'notifications.orders': ['order_completed', 'order_refunded', 'stock_low'],
} as const satisfies Record<string, readonly EventType[]>;

/** A queue that a service consumes. */
export type WorkQueue = keyof typeof SUBSCRIPTIONS;

/** The queues of {@link SUBSCRIPTIONS}. */
export const WORK_QUEUES = Object.keys(SUBSCRIPTIONS) as readonly WorkQueue[] as readonly [WorkQueue, ...WorkQueue[]];

/** The events that a work queue gets. */
export const eventsOf = (queue: WorkQueue): readonly EventType[] => SUBSCRIPTIONS[queue];

/** The work queues that get an event. */
export const queuesOfEvent = (type: EventType): WorkQueue[] =>
  WORK_QUEUES.filter((queue) => eventsOf(queue).includes(type));

/** An exchange to declare; all are durable. */
export type ExchangeSpec = { readonly name: string; readonly type: 'topic' | 'direct' };
/** A queue to declare; all are durable. `arguments` is exactly what the broker gets. */
export type QueueSpec = { readonly name: string; readonly arguments: Readonly<Record<string, string | number>> };
/** A binding to declare. */
export type BindingSpec = { readonly queue: string; readonly exchange: string; readonly routingKey: string };
/** Everything that must exist before a message is published or consumed. */
export type Topology = {
  readonly exchanges: readonly ExchangeSpec[];
  readonly queues: readonly QueueSpec[];
  readonly bindings: readonly BindingSpec[];
};

/** True when `name` is one of {@link WORK_QUEUES}. */
export const isWorkQueue = (name: string): name is WorkQueue => Object.hasOwn(SUBSCRIPTIONS, name);

/** Where dead letters of a work queue rest: `<queue>.dlq`. */
export const deadLetterQueueOf = (queue: WorkQueue): string => `${queue}.dlq`;

/** The queue in which a message waits before its next attempt: `<queue>.retry.<suffix>`. Also its routing key on `shop.retry`. */
export const retryQueueOf = (queue: WorkQueue, step: RetryStep): string => `${queue}.retry.${step.suffix}`;

const deadLetterTo = (exchange: string, routingKey: string) => ({
  'x-dead-letter-exchange': exchange,
  'x-dead-letter-routing-key': routingKey,
  // at-most-once would drop the message when its target is missing; at-least-once demands reject-publish.
  'x-dead-letter-strategy': 'at-least-once',
  'x-overflow': 'reject-publish',
});

/** The work queue. Its dead letters never lead back to it: RabbitMQ drops messages that cycle without a rejection. */
const workQueue = (queue: WorkQueue): QueueSpec => ({
  name: queue,
  arguments: {
    'x-queue-type': 'quorum',
    'x-delivery-limit': 20,
    'x-max-length-bytes': 1_073_741_824,
    ...deadLetterTo(EXCHANGES.deadLetters, queue),
  },
});

const retryQueue = (queue: WorkQueue, step: RetryStep): QueueSpec => ({
  name: retryQueueOf(queue, step),
  arguments: { 'x-queue-type': 'quorum', 'x-message-ttl': step.ttlMs, ...deadLetterTo(EXCHANGES.retry, queue) },
});

/** RabbitMQ 4.x limits deliveries to 20 by default and then drops: a dead letter that is looked at 20 times must stay. */
const deadLetterQueue = (queue: WorkQueue): QueueSpec => ({
  name: deadLetterQueueOf(queue),
  arguments: { 'x-queue-type': 'quorum', 'x-delivery-limit': 1_000_000 },
});

const queuesOf = (queue: WorkQueue): QueueSpec[] => [
  workQueue(queue),
  ...RETRY_STEPS.map((step) => retryQueue(queue, step)),
  deadLetterQueue(queue),
];

const bindingsOf = (queue: WorkQueue): BindingSpec[] => [
  ...eventsOf(queue).map((routingKey) => ({ queue, exchange: EXCHANGES.events, routingKey })),
  { queue, exchange: EXCHANGES.retry, routingKey: queue },
  ...RETRY_STEPS.map((step) => retryQueueOf(queue, step)).map((name) => ({
    queue: name,
    exchange: EXCHANGES.retry,
    routingKey: name,
  })),
  { queue: deadLetterQueueOf(queue), exchange: EXCHANGES.deadLetters, routingKey: queue },
];

/** The part of the topology that work queues need. */
export const topologyOf = (queues: readonly WorkQueue[]): Topology => ({
  exchanges: [
    { name: EXCHANGES.events, type: 'topic' },
    { name: EXCHANGES.retry, type: 'direct' },
    { name: EXCHANGES.deadLetters, type: 'direct' },
  ],
  queues: queues.flatMap(queuesOf),
  bindings: queues.flatMap(bindingsOf),
});

/** The one table: every exchange, queue and binding. Declarations, documentation, tools and tests derive from it. */
export const TOPOLOGY: Topology = topologyOf(WORK_QUEUES);

/**
 * Declares a topology, by default all of it. Idempotent, so each opened channel does it and a deleted queue heals itself.
 * Resolves with the number of ready messages of each queue. Rejects with the broker's error (code 406 when something exists
 * with other arguments); deletes nothing.
 */
export async function assertTopology(
  channel: Channel,
  { exchanges, queues, bindings }: Topology = TOPOLOGY,
): Promise<ReadonlyMap<string, number>> {
  const depths = new Map<string, number>();
  for (const { name, type } of exchanges) await channel.assertExchange(name, type, { durable: true });
  for (const queue of queues) {
    const options = { durable: true, arguments: { ...queue.arguments } };
    depths.set(queue.name, (await channel.assertQueue(queue.name, options)).messageCount);
    // At once: what is published before a new queue is bound does not reach it.
    for (const { exchange, routingKey } of bindings.filter(({ queue: to }) => to === queue.name)) {
      await channel.bindQueue(queue.name, exchange, routingKey);
    }
  }
  return depths;
}
