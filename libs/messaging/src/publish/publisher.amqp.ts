import { after, textOf } from '@app/base';
import { type ConfirmChannel, IllegalOperationError, type Options } from 'amqplib';
import type { BrokerConnections } from '../connection/broker-connections.amqp.js';
import { SupervisedChannel } from '../connection/channel.amqp.js';
import { EXCHANGES } from '../topology.js';
import { ConfirmWindow } from './confirm-window.js';
import type { PublishFailure, PublishMessage, PublishResult } from './publish-result.js';
import type { LostQueue } from './queue-watch.amqp.js';
import { TopologyKeeper } from './topology-keeper.amqp.js';
import { WriteTogether } from './write-together.amqp.js';

const SWEEP_MS = 200;
const SETTLE_MS = 5_000;

/** `maxInFlight`: messages that may wait for their confirm at once (2,000); `name`: its label in metrics. */
export type EventPublisherOptions = {
  readonly maxInFlight?: number;
  readonly name?: string;
  /** A publisher whose login may declare: it keeps the topology and reports lost queues, when this one may not. */
  readonly keptBy?: EventPublisher;
  /** False: queues are not looked at every 2 s, because others publish the events (true, unless `keptBy` does it). */
  readonly keepsTopology?: boolean;
};

/** For health and metrics. `state` is `ready` or why nothing can be published. */
export type PublisherStats = {
  ready: boolean;
  state: 'ready' | 'down' | 'blocked' | 'closed';
  reason: string;
  inFlight: number;
  maxInFlight: number;
};

const refused = (failure: PublishFailure, message: string) =>
  Promise.resolve<PublishResult>({ ok: false, failure, message });
const REFUSED = {
  down: refused('down', 'no connection to the broker'),
  blocked: refused('blocked', 'the broker has an alarm and takes no messages'),
  saturated: refused('saturated', 'too many messages wait for their confirm'),
  closed: refused('closed', 'the publisher is closed'),
};

/**
 * Publishes with confirms. Each call settles within 5 s and says why a message is not known to be stored; nothing is queued
 * in this process while the broker is away. Ready only when every queue and binding of the topology exists: `mandatory`
 * notices a message that reaches no queue, not one that misses a queue.
 */
export class EventPublisher {
  private readonly connection: BrokerConnections;
  private readonly channel: SupervisedChannel<ConfirmChannel>;
  private readonly window: ConfirmWindow;
  private readonly maxInFlight: number;
  private readonly readyListeners = new Set<() => void>();
  private readonly topology: TopologyKeeper;
  private readonly keptBy: EventPublisher | undefined;
  private readonly keepsTopology: boolean;
  private readonly onUnblocked = () => this.announceReady();
  /** One object for all messages: amqplib copies what it needs before `publish` returns. */
  private readonly options: Options.Publish;
  private readonly writes = new WriteTogether();
  /** Set while messages wait for their confirm: idle costs nothing. */
  private expiry: NodeJS.Timeout | undefined;
  private started = false;
  private writable = true;
  private closed = false;

  constructor(
    connection: BrokerConnections,
    { maxInFlight = 2_000, name = connection.name, keptBy, keepsTopology = !keptBy }: EventPublisherOptions = {},
  ) {
    this.connection = connection;
    this.maxInFlight = maxInFlight;
    this.window = new ConfirmWindow(maxInFlight, SETTLE_MS - SWEEP_MS - 50, (result) =>
      connection.metrics.published(result.ok ? 'ok' : result.failure),
    );
    this.options = { persistent: true, mandatory: true, contentType: 'application/json' };
    this.channel = new SupervisedChannel<ConfirmChannel>(
      connection.publishing,
      {
        name: `${name} publisher`,
        create: (model) => model.createConfirmChannel({ highWaterMark: maxInFlight }),
        prepare: (model, channel) => connection.ensureTopology(model, channel),
        setup: async (channel) => {
          this.listen(channel);
          await this.topology.look(channel);
        },
        onOpen: () => this.announceReady(),
        onDepths: (depths) => this.keepsTopology && connection.metrics.depths(depths),
        onLost: (reason) => this.window.fail({ ok: false, failure: 'closed', message: reason }),
      },
      connection.logger,
    );
    const reopen = (reason: string) => this.channel.reopen(reason);
    this.topology = new TopologyKeeper(connection, () => (this.ready ? this.channel.current : undefined), reopen);
    this.keptBy = keptBy;
    this.keepsTopology = keepsTopology;
    connection.metrics.watchInFlight(name, () => this.window.inFlight);
  }

  /** Starts connecting and returns at once; the broker may appear later. */
  start(): void {
    if (this.started || this.closed) return;
    this.started = true;
    this.connection.publishing.on('unblocked', this.onUnblocked);
    if (this.keepsTopology) this.topology.start();
    this.channel.start();
  }

  /** True when a message published now would be sent. */
  get ready(): boolean {
    return this.stats().ready;
  }

  /** How many messages may be published right now before `saturated`. */
  get available(): number {
    return this.ready && this.writable && !this.window.full ? this.maxInFlight - this.window.inFlight : 0;
  }

  stats(): PublisherStats {
    const state = this.state();
    return {
      ready: state === 'ready',
      state,
      reason: state === 'ready' ? '' : this.channel.reason || this.connection.publishing.reason,
      inFlight: this.window.inFlight,
      maxInFlight: this.maxInFlight,
    };
  }

  /** Calls `listener` each time the publisher becomes ready (connected, reopened, unblocked); returns the way to stop that. */
  onReady(listener: () => void): () => void {
    this.readyListeners.add(listener);
    return () => this.readyListeners.delete(listener);
  }

  /** Starts when needed; true as soon as it is ready, false when it is not in time. */
  async whenReady(timeoutMs: number): Promise<boolean> {
    this.start();
    if (this.ready) return true;
    return new Promise((resolve) => {
      const settle = () => {
        clearTimeout(timer);
        stop();
        resolve(this.ready);
      };
      const stop = this.onReady(settle);
      const timer = setTimeout(settle, timeoutMs);
    });
  }

  /**
   * Calls `listener` when a work queue was deleted or unbound and is back: events published meanwhile may have reached the other
   * queues only. Noticed within 2 s. Returns an unsubscribe function.
   */
  onQueueLost(listener: (lost: LostQueue) => void): () => void {
    return this.keptBy?.onQueueLost(listener) ?? this.topology.onQueueLost(listener);
  }

  /** Looks at once whether what the process needs is on the broker. Never rejects. */
  checkTopology(): Promise<void> {
    return this.topology.check();
  }

  /** Sends one message: persistent, mandatory. Settles within 5 s, never rejects. */
  publish(message: PublishMessage): Promise<PublishResult> {
    const channel = this.channel.current;
    if (!channel || this.closed) return this.refuse(this.closed ? 'closed' : 'down');
    if (this.connection.publishing.state === 'blocked') return this.refuse('blocked');
    if (!this.writable || this.window.full) return this.refuse('saturated');
    try {
      this.writable = this.send(channel, message);
    } catch (error) {
      return this.unsendable(error);
    }
    this.expireLater();
    return this.window.sent(message.messageId, performance.now());
  }

  /** Waits for what is in flight (at most 5 s), then closes the channel. The connection stays. */
  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    const deadline = Date.now() + SETTLE_MS;
    while (this.window.inFlight > 0 && Date.now() < deadline && this.channel.current) {
      await after(10);
    }
    clearTimeout(this.expiry);
    this.connection.publishing.off('unblocked', this.onUnblocked);
    await this.topology.close();
    await this.channel.close();
  }

  private expireLater(): void {
    this.expiry ??= setTimeout(() => {
      this.expiry = undefined;
      this.window.expire(performance.now());
      if (this.window.inFlight > 0) this.expireLater();
    }, SWEEP_MS).unref();
  }

  private send(channel: ConfirmChannel, message: PublishMessage): boolean {
    const options = this.options;
    const { headers } = message;
    options.messageId = message.messageId;
    options.type = message.type;
    options.timestamp = message.timestamp ?? Math.floor(Date.now() / 1000);
    options.appId = message.appId ?? this.connection.name;
    options.headers = 'x-attempt' in headers ? headers : { ...headers, 'x-attempt': 0 };
    this.writes.hold(channel);
    return channel.publish(
      message.exchange ?? EXCHANGES.events,
      message.routingKey ?? message.type,
      message.body,
      options,
    );
  }

  private listen(channel: ConfirmChannel): void {
    this.writable = true;
    channel.on('ack', ({ deliveryTag, multiple }) => this.window.confirmed(deliveryTag, multiple, true));
    channel.on('nack', ({ deliveryTag, multiple }) => this.window.confirmed(deliveryTag, multiple, false));
    channel.on('drain', () => {
      this.writable = true;
    });
    channel.on('return', ({ properties, fields }) => {
      this.window.returned(properties.messageId ?? '', (fields as { replyText?: string }).replyText ?? 'NO_ROUTE');
      void (this.keptBy ?? this).checkTopology();
    });
  }

  private state(): PublisherStats['state'] {
    if (this.closed) return 'closed';
    if (this.connection.publishing.state === 'blocked') return 'blocked';
    return this.channel.current ? 'ready' : 'down';
  }

  private refuse(failure: keyof typeof REFUSED): Promise<PublishResult> {
    this.connection.metrics.published(failure);
    return REFUSED[failure];
  }

  /** Nothing was sent: amqplib throws before it writes, when the headers exceed a frame or the channel has just closed. */
  private unsendable(error: unknown): Promise<PublishResult> {
    if (error instanceof IllegalOperationError) return this.refuse('down');
    this.connection.metrics.published('nack');
    return refused('nack', `cannot be encoded: ${textOf(error)}`);
  }

  private announceReady(): void {
    if (this.ready) for (const listener of this.readyListeners) listener();
  }
}
