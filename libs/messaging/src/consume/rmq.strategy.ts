import type { CustomTransportStrategy, MessageHandler } from '@nestjs/microservices';
import type { Registry } from 'prom-client';
import { isObservable, lastValueFrom } from 'rxjs';
import { AmqpConnection } from '../connection/connection.amqp.js';
import type { MessagingLogger } from '../logger.js';
import { EventPublisher } from '../publish/publisher.amqp.js';
import { eventOf, type WorkQueue } from '../topology.js';
import { type ConsumerStatus, QueueConsumer } from './consumer.amqp.js';
import { type Handler, type HandlerExtras, shapeOf } from './handler.js';
import { HOLD_LIMIT_MS } from './hold.js';

/**
 * One work queue. Give either `connection` (shared with the process) or `url` and `name` (then the strategy owns its
 * connections). `prefetch`: unacknowledged deliveries at most (20); `concurrency`: single handlers at the same time (5);
 * `holdLimitMs`: how long messages are held while a dependency is down before consuming stops (60,000).
 */
export type RmqStrategyOptions = {
  readonly queue: WorkQueue;
  readonly prefetch?: number;
  readonly concurrency?: number;
  readonly holdLimitMs?: number;
} & (
  | { readonly connection: AmqpConnection }
  | { readonly url: string; readonly name: string; readonly logger?: MessagingLogger; readonly registry?: Registry }
);

/**
 * Lets `@EventPattern('product_sold')` handlers consume a work queue: `app.connectMicroservice({ strategy })`.
 * A handler gets a {@link Delivery} (or an array, with the extras `{ batch }`) and returns a {@link Disposition}; Nest's
 * exception filter hides what is thrown, so a throw only ever means "try again later".
 *
 * Nest's `Server` is not extended: of it only `addHandler` would remain, and its `status` is an observable of a connection,
 * which says nothing about whether messages are consumed.
 */
export class RmqStrategy implements CustomTransportStrategy {
  readonly transportId = Symbol('shop-rmq');
  /** Nest: failures reach us, do not log them as unhandled. */
  readonly propagatesEventHandlerErrors = true;
  readonly #connection: AmqpConnection;
  readonly #publisher: EventPublisher;
  readonly #handlers = new Map<string, Handler>();
  #consumer: QueueConsumer | undefined;

  constructor(private readonly options: RmqStrategyOptions) {
    this.#connection = 'connection' in options ? options.connection : new AmqpConnection(options);
    this.#publisher = new EventPublisher(this.#connection, { name: `${this.#connection.name}:${options.queue}` });
  }

  /** Called by Nest for each decorated method. */
  addHandler(pattern: unknown, callback: MessageHandler, isEventHandler = false, extras: HandlerExtras = {}): void {
    const type = String(pattern);
    if (!isEventHandler) throw new Error(`'${type}': a work queue has no replies, use @EventPattern`);
    if (this.#handlers.has(type)) throw new Error(`'${type}' has two handlers: one message has one disposition`);
    this.#handlers.set(type, {
      call: async (data) => {
        const result = await callback(data);
        return isObservable(result) ? lastValueFrom(result) : result;
      },
      batch: extras.batch !== undefined,
      shape: shapeOf(extras, this.options.concurrency),
    });
  }

  /** Starts consuming; ready at once, also while the broker is away. */
  listen(callback: (error?: unknown) => void): void {
    const { queue, prefetch = 20, holdLimitMs = HOLD_LIMIT_MS } = this.options;
    if (!this.#handlers.has(eventOf(queue))) {
      callback(new Error(`queue ${queue} needs a handler: @EventPattern('${eventOf(queue)}')`));
      return;
    }
    this.#publisher.start();
    this.#consumer = new QueueConsumer({
      connection: this.#connection,
      publisher: this.#publisher,
      queue,
      prefetch,
      holdLimitMs,
      handlers: this.#handlers,
    });
    this.#consumer.start();
    callback();
  }

  /** For health: `ready` only while the broker delivers to this process and no dependency is down. */
  status(): ConsumerStatus {
    return this.#consumer?.status() ?? { state: 'idle', ready: false, reason: 'not listening yet' };
  }

  /** Drains: see {@link QueueConsumer.close}. Closes the connections it owns. */
  async close(): Promise<void> {
    await this.#consumer?.close();
    await this.#publisher.close();
    if (!('connection' in this.options)) await this.#connection.close();
  }

  /** Nest's contract; a work queue has no events of its own. */
  on(): void {}

  /** The connection in use. */
  unwrap<T>(): T {
    return this.#connection as T;
  }
}
