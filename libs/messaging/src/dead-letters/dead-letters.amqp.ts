import { textOf } from '@app/base';
import type { Channel, Message } from 'amqplib';
import type { BrokerConnections } from '../connection/broker-connections.amqp.js';
import { withoutBrokerHeaders } from '../headers.js';
import type { EventPublisher } from '../publish/publisher.amqp.js';
import { deadLetterQueueOf, isWorkQueue, WORK_QUEUES, type WorkQueue } from '../topology.js';
import { type DeadLetter, describe } from './dead-letter.js';
import { MAX_WINDOW, walk } from './walk.amqp.js';

const CONNECT_MS = 5_000;
const DEFAULT_LIMIT = 100;

/** Which dead letters. `limit`: maximum number to handle (100); `event_id`: only this event; `dry_run`: say what would be done. */
export type DeadLetterFilter = { readonly limit?: number; readonly event_id?: string; readonly dry_run?: boolean };

/** What a listing found. `total` counts everything in the queue. */
export type DeadLetterList = { readonly ok: true; readonly items: DeadLetter[]; readonly total: number };

/** What replay or drop did. `done`: moved or dropped (with `dry_run`: would be); `failed`: stays, with the reason. */
export type DeadLetterOutcome = {
  readonly ok: true;
  readonly dry_run: boolean;
  readonly done: number;
  readonly failed: number;
  readonly items: { event_id: string | null; outcome: string }[];
};

/** Why nothing could be done. */
export type DeadLetterFailure = {
  readonly ok: false;
  readonly failure: 'queue-not-found' | 'broker-unavailable';
  readonly message: string;
};

type Step = (message: Message, channel: Channel) => Promise<boolean>;
type Range = { limit: number; event_id: string | undefined };
type Visited = { ok: true; total: number };

/** Looks after the dead letters of a work queue. Nothing is lost when this process dies: a message leaves only after it was replayed. */
export class DeadLetters {
  private readonly connection: BrokerConnections;
  private readonly publisher: EventPublisher;

  constructor(connection: BrokerConnections, publisher: EventPublisher) {
    this.connection = connection;
    this.publisher = publisher;
  }

  /** Shows dead letters and leaves them in the queue. Their order is the broker's: what was looked at lines up behind what was looked at before. */
  async list(queue: string, filter: DeadLetterFilter = {}): Promise<DeadLetterList | DeadLetterFailure> {
    const items: DeadLetter[] = [];
    const visited = await this.visit(queue, filter, async (message) => {
      items.push(describe(message));
      return true;
    });
    return visited.ok ? { ok: true, items, total: visited.total } : visited;
  }

  /** Gives dead letters back to the work queue they came from, and only to it: publish, confirm, then ack. */
  async replay(queue: string, filter: DeadLetterFilter = {}): Promise<DeadLetterOutcome | DeadLetterFailure> {
    if (isWorkQueue(queue) && !filter.dry_run && !(await this.publisher.whenReady(CONNECT_MS))) {
      return unavailable(this.publisher.stats().reason);
    }
    return this.mutate('replay', queue, filter, (message) => this.replayOne(queue as WorkQueue, message));
  }

  /** Deletes dead letters for good. */
  async drop(queue: string, filter: DeadLetterFilter = {}): Promise<DeadLetterOutcome | DeadLetterFailure> {
    return this.mutate('drop', queue, filter, async () => 'dropped');
  }

  private async mutate(
    action: 'replay' | 'drop',
    queue: string,
    filter: DeadLetterFilter,
    act: (message: Message) => Promise<string>,
  ): Promise<DeadLetterOutcome | DeadLetterFailure> {
    const dryRun = filter.dry_run ?? false;
    const items: DeadLetterOutcome['items'] = [];
    let failed = 0;
    const visited = await this.visit(queue, filter, async (message, channel) => {
      const outcome = dryRun ? `would ${action}` : await act(message);
      const failure = outcome.startsWith('failed');
      if (failure) failed++;
      else if (!dryRun) channel.ack(message);
      items.push({ event_id: describe(message).event_id, outcome });
      return !failure;
    });
    if (!visited.ok) return visited;
    const result = { ok: true, dry_run: dryRun, done: items.length - failed, failed, items } as const;
    this.connection.logger.info(
      { audit: `dead-letters.${action}`, queue, ...filter, ...result },
      `dead letters: ${action}`,
    );
    return result;
  }

  private async replayOne(queue: WorkQueue, { properties, content }: Message): Promise<string> {
    const result = await this.publisher.publish({
      exchange: '',
      routingKey: queue,
      body: content,
      messageId: properties.messageId,
      type: properties.type,
      timestamp: properties.timestamp,
      appId: properties.appId,
      headers: {
        ...withoutBrokerHeaders(properties.headers ?? {}),
        'x-attempt': 0,
        'x-replayed-at': new Date().toISOString(),
      },
    });
    return result.ok ? 'replayed' : `failed: ${result.failure}`;
  }

  /**
   * Walks from the head of the queue to the first `limit` matches; a filter sees the first 65,535 messages. Everything that `step` did not acknowledge goes back when the channel closes.
   */
  private async visit(
    queue: string,
    { limit = DEFAULT_LIMIT, event_id }: DeadLetterFilter,
    step: Step,
  ): Promise<Visited | DeadLetterFailure> {
    if (!isWorkQueue(queue)) return unknownQueue(queue);
    const model = await this.connection.consuming.whenUp(CONNECT_MS);
    if (!model) return unavailable(this.connection.consuming.reason);
    try {
      return await this.walk(await model.createChannel(), deadLetterQueueOf(queue), { limit, event_id }, step);
    } catch (error) {
      return unavailable(textOf(error));
    }
  }

  private async walk(channel: Channel, name: string, { limit, event_id }: Range, step: Step): Promise<Visited> {
    channel.on('error', () => {});
    const { messageCount } = await channel.checkQueue(name);
    const began = Date.now();
    const wanted = (message: Message) =>
      !replayedSince(message, began) && (event_id === undefined || describe(message).event_id === event_id);
    // A filter passes over any number of messages, which all stay unacknowledged until the end.
    const window = event_id === undefined ? limit : MAX_WINDOW;
    let matches = 0;
    for await (const message of walk(channel, name, { window, wanted })) {
      matches++;
      if (!(await step(message, channel)) || matches === limit) break;
    }
    await channel.close();
    return { ok: true, total: Math.max(messageCount, matches) };
  }
}

/** A message that failed again while this walk was replaying: another round would never end. */
const replayedSince = ({ properties }: Message, began: number): boolean =>
  Date.parse(String(properties.headers?.['x-replayed-at'])) >= began;

const unknownQueue = (queue: string): DeadLetterFailure => ({
  ok: false,
  failure: 'queue-not-found',
  message: `no work queue ${JSON.stringify(queue)}; known: ${WORK_QUEUES.join(', ')}`,
});

const unavailable = (message: string): DeadLetterFailure => ({ ok: false, failure: 'broker-unavailable', message });
