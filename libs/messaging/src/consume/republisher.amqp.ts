import type { ConsumeMessage } from 'amqplib';
import { attemptOf, clip, withoutBrokerHeaders } from '../headers.js';
import type { PublishResult } from '../publish/publish-result.js';
import type { EventPublisher } from '../publish/publisher.amqp.js';
import { EXCHANGES, retryQueueOf, type WorkQueue } from '../topology.js';
import { ORIGINAL_ROUTING_KEY, typeOf } from './delivery.js';
import type { Retry } from './disposition.js';
import { nextAttempt } from './retry-policy.js';

const PUBLISHER_WAIT_MS = 5_000;

/** Why a message becomes a dead letter. */
export type ParkReason = { readonly kind: string; readonly reason: string };

/** Moves messages of one work queue on, with confirms and on the publishing connection: to a retry step or to the dead letters. */
export class Republisher {
  private readonly publisher: EventPublisher;
  private readonly queue: WorkQueue;
  private readonly consumer: string;

  constructor(publisher: EventPublisher, queue: WorkQueue, consumer: string) {
    this.publisher = publisher;
    this.queue = queue;
    this.consumer = consumer;
  }

  /** To the queue of its next attempt; to the dead letters as `retries-exhausted` when there is none. */
  retry(message: ConsumeMessage, { retry: reason, atMost }: Retry): Promise<PublishResult> {
    const headers = message.properties.headers ?? {};
    const next = nextAttempt(headers, atMost);
    if ('exhausted' in next) return this.park(message, { kind: 'retries-exhausted', reason });
    return this.publish(message, EXCHANGES.retry, retryQueueOf(this.queue, next.step), {
      'x-attempt': next.attempt,
      'x-retry-reason': clip(reason),
      [ORIGINAL_ROUTING_KEY]: headers[ORIGINAL_ROUTING_KEY] ?? message.fields.routingKey,
    });
  }

  /**
   * To the dead letters of this queue, with the reason in its headers; body and messageId stay. Waits a moment for the
   * publisher, which may connect after the consumer: a reason is worth it.
   */
  async park(message: ConsumeMessage, { kind, reason }: ParkReason): Promise<PublishResult> {
    if (!this.publisher.ready) await this.publisher.whenReady(PUBLISHER_WAIT_MS);
    return this.publish(message, EXCHANGES.deadLetters, this.queue, {
      'x-attempt': attemptOf(message.properties.headers ?? {}),
      'x-error-kind': kind,
      'x-error-message': clip(reason),
      'x-failed-at': new Date().toISOString(),
      'x-consumer': this.consumer,
    });
  }

  private publish(
    message: ConsumeMessage,
    exchange: string,
    routingKey: string,
    headers: object,
  ): Promise<PublishResult> {
    const { properties, content } = message;
    return this.publisher.publish({
      exchange,
      routingKey,
      body: content,
      messageId: properties.messageId,
      type: typeOf(message),
      timestamp: properties.timestamp,
      appId: properties.appId,
      headers: { ...withoutBrokerHeaders(properties.headers ?? {}), ...headers },
    });
  }
}
