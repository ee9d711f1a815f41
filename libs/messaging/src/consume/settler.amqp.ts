import { after } from '@app/base';
import type { ConsumeMessage } from 'amqplib';
import { backoffMs } from '../connection/backoff.js';
import type { BrokerConnections } from '../connection/broker-connections.amqp.js';
import type { PublishResult } from '../publish/publish-result.js';
import type { EventPublisher } from '../publish/publisher.amqp.js';
import type { WorkQueue } from '../topology.js';
import type { Retry } from './disposition.js';
import { HOLD_BACKOFF } from './hold.js';
import { type ParkReason, Republisher } from './republisher.amqp.js';
import type { Session } from './session.amqp.js';

const RETRY_MS = 60_000;
const PARK_TRIES = 4;

/** Takes messages out of the work queue: first the broker confirms them elsewhere, then they are acknowledged. */
export class DeliverySettler {
  private readonly connection: BrokerConnections;
  private readonly queue: WorkQueue;
  private readonly republisher: Republisher;
  private readonly stopped = new AbortController();
  private moving = 0;

  constructor(connection: BrokerConnections, publisher: EventPublisher, queue: WorkQueue) {
    this.connection = connection;
    this.queue = queue;
    this.republisher = new Republisher(publisher, queue, connection.name);
  }

  /** True while a message is on its way. */
  get busy(): boolean {
    return this.moving > 0;
  }

  /** No more attempts for what the broker does not take: this process ends. */
  stop(): void {
    this.stopped.abort();
  }

  /** To the dead letters with the reason; when the broker does not take it from us, rejected, which moves it without. */
  async park(session: Session, message: ConsumeMessage, reason: ParkReason): Promise<void> {
    if (!session.alive) return;
    // A dead-letter queue that was deleted by hand is back in a moment.
    const again = (result: PublishResult, tries: number) => missesItsQueue(result) && tries < PARK_TRIES;
    const result = await this.move(session, () => this.republisher.park(message, reason), again);
    if (result.ok) session.ack(message);
    else session.reject(message);
    this.settled(message, result.ok ? 'park' : 'reject', { ...reason, ...failureOf(result) }, 'dead letter');
  }

  /** To its next attempt. Kept until the broker takes it: given back to the work queue it would return at once. */
  async retry(session: Session, message: ConsumeMessage, retry: Retry): Promise<void> {
    if (!session.alive) return;
    const deadline = Date.now() + RETRY_MS;
    const again = () => Date.now() < deadline;
    const result = await this.move(session, () => this.republisher.retry(message, retry), again);
    if (result.ok) session.ack(message);
    else session.requeue(message);
    const fields = { reason: retry.retry, ...failureOf(result) };
    this.settled(message, result.ok ? 'retry' : 'requeue', fields, 'failed for now');
  }

  private async move(
    session: Session,
    forward: () => Promise<PublishResult>,
    again: (result: PublishResult, tries: number) => boolean,
  ): Promise<PublishResult> {
    this.moving++;
    let result = await forward();
    for (let tries = 1; !result.ok && session.alive && !this.stopped.signal.aborted && again(result, tries); tries++) {
      await after(backoffMs(HOLD_BACKOFF, tries), this.stopped.signal);
      if (session.alive) result = await forward();
    }
    this.moving--;
    return result;
  }

  private settled({ properties }: ConsumeMessage, outcome: string, fields: object, message: string): void {
    this.connection.metrics.consumed(this.queue, outcome);
    this.connection.logger.warn({ queue: this.queue, message_id: properties.messageId, ...fields }, message);
  }
}

const missesItsQueue = (result: PublishResult): boolean => !result.ok && result.failure === 'returned';
const failureOf = (result: PublishResult) => (result.ok ? {} : { publish: result.failure });
