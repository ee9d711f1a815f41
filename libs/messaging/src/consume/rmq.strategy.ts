import type { EventType } from '@app/contracts';
import type { CustomTransportStrategy, MessageHandler } from '@nestjs/microservices';
import { isObservable, lastValueFrom } from 'rxjs';
import { BrokerConnections, type BrokerConnectionsOptions } from '../connection/broker-connections.amqp.js';
import { EventPublisher } from '../publish/publisher.amqp.js';
import { eventsOf, type WorkQueue } from '../topology.js';
import { type ConsumerStatus, QueueConsumer } from './consumer.amqp.js';
import { type Batches, type Handler, type HandlerExtras, shapeOf } from './handler.js';
import { HOLD_LIMIT_MS } from './hold.js';

/**
 * The work queues of one service. Give either `connection` (shared with the process) or `url` and `name` (then the strategy owns its
 * connections). `prefetch`: unacknowledged deliveries of each queue at most (20); `concurrency`: single handlers at the same time (5);
 * `batches`: what batch handlers get, instead of what their decorator says;
 * `holdLimitMs`: how long messages are held while a dependency is down before consuming stops (60,000).
 */
export type RmqStrategyOptions = {
  readonly queues: readonly [WorkQueue, ...WorkQueue[]];
  readonly prefetch?: number;
  readonly concurrency?: number;
  readonly batches?: Batches;
  readonly holdLimitMs?: number;
} & ({ readonly connection: BrokerConnections } | Omit<BrokerConnectionsOptions, 'queues'>);

/**
 * Lets `@OnEvent('product_sold')` handlers consume work queues: `app.connectMicroservice({ strategy })`. Each event of each
 * queue needs its handler.
 * A handler gets a {@link Delivery} (or an array, with the extras `{ batch }`) and returns a {@link Disposition}; Nest's
 * exception filter hides what is thrown, so a throw only ever means "try again later".
 *
 * Nest's `Server` is not extended: of it only `addHandler` would remain, and its `status` is an observable of a connection,
 * which says nothing about whether messages are consumed.
 */
export class RmqStrategy implements CustomTransportStrategy {
  private readonly options: RmqStrategyOptions;
  readonly transportId = Symbol('shop-rmq');
  /** Nest: failures reach us, do not log them as unhandled. */
  readonly propagatesEventHandlerErrors = true;
  private readonly connection: BrokerConnections;
  private readonly publisher: EventPublisher;
  private readonly handlers = new Map<string, Handler>();
  private consumers: QueueConsumer[] = [];

  constructor(options: RmqStrategyOptions) {
    this.options = options;
    this.connection = 'connection' in options ? options.connection : new BrokerConnections(options);
    this.publisher = new EventPublisher(this.connection, {
      name: `${this.connection.name}:${options.queues[0]}`,
      keepsTopology: false,
    });
  }

  /** Called by Nest for each decorated method. */
  addHandler(pattern: unknown, callback: MessageHandler, isEventHandler = false, extras: HandlerExtras = {}): void {
    const type = String(pattern);
    if (!isEventHandler) throw new Error(`'${type}': a work queue has no replies, use @OnEvent`);
    if (this.handlers.has(type)) throw new Error(`'${type}' has two handlers: one message has one disposition`);
    this.handlers.set(type, {
      call: async (data) => {
        const result = await callback(data);
        return isObservable(result) ? lastValueFrom(result) : result;
      },
      batch: extras.batch !== undefined,
      shape: shapeOf(extras, this.options),
    });
  }

  /** Starts consuming; ready at once, also while the broker is away. */
  listen(callback: (error?: unknown) => void): void {
    const unhandled = this.unhandled();
    if (unhandled) {
      callback(new Error(`queue ${unhandled.queue} needs a handler: @OnEvent('${unhandled.type}')`));
      return;
    }
    this.publisher.start();
    this.consumers = this.options.queues.map((queue) => this.consumerOf(queue));
    for (const consumer of this.consumers) consumer.start();
    callback();
  }

  private unhandled(): { queue: WorkQueue; type: EventType } | undefined {
    const subscriptions = this.options.queues.flatMap((queue) => eventsOf(queue).map((type) => ({ queue, type })));
    return subscriptions.find(({ type }) => !this.handlers.has(type));
  }

  /** A queue has the handlers of its own events only: another type that lies in it is a mistake, and becomes a dead letter. */
  private consumerOf(queue: WorkQueue): QueueConsumer {
    const { prefetch = 20, holdLimitMs = HOLD_LIMIT_MS } = this.options;
    const handlers = new Map(eventsOf(queue).map((type) => [type as string, this.handlers.get(type) as Handler]));
    return new QueueConsumer({
      connection: this.connection,
      publisher: this.publisher,
      queue,
      prefetch,
      holdLimitMs,
      handlers,
    });
  }

  /** For health: `ready` only while the broker delivers to this process and no dependency is down. */
  status(): ConsumerStatus {
    const all = this.consumers.map((consumer) => consumer.status());
    const worst = all.find(({ ready }) => !ready) ?? all[0];
    return worst ?? { state: 'idle', ready: false, reason: 'not listening yet' };
  }

  /** Drains: see {@link QueueConsumer.close}. Closes the connections it owns. */
  async close(): Promise<void> {
    await Promise.all(this.consumers.map((consumer) => consumer.close()));
    await this.publisher.close();
    if (!('connection' in this.options)) await this.connection.close();
  }

  /** Nest's contract; a work queue has no events of its own. */
  on(): void {}

  /** The connection in use. */
  unwrap<T>(): T {
    return this.connection as T;
  }
}
