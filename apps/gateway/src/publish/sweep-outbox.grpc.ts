import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { EventPublisher } from '@app/messaging';
import { LOGGER, type Logger } from '@app/observability';
import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Counter, Registry } from 'prom-client';
import { InventoryChannel } from '../clients/inventory/inventory.grpc.channel.js';
import { SaleEventPublisher } from './sale-event.amqp.publisher.js';

const EVERY_MS = 2_000;
const BATCH = 200;
const DEADLINE_MS = 3_000;

/**
 * Publishes what no gateway has published: inventory hands out events that are 15 s old and not acknowledged, each to one
 * gateway at a time. Whatever crashed, an event is late, not lost.
 */
@Injectable()
export class SweepOutbox implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly gatewayId = `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`;
  private readonly swept: Counter;
  private timer: NodeJS.Timeout | undefined;
  private sweeping: Promise<void> | undefined;
  private stopListening: (() => void) | undefined;
  private stopped = false;

  constructor(
    private readonly channel: InventoryChannel,
    private readonly publisher: EventPublisher,
    private readonly events: SaleEventPublisher,
    @Inject(LOGGER) private readonly logger: Logger,
    registry: Registry,
  ) {
    this.swept = new Counter({
      name: 'gateway_events_swept_total',
      help: 'Events taken from the outbox because nobody had acknowledged them in time',
      registers: [registry],
    });
  }

  onApplicationBootstrap(): void {
    this.stopListening = this.publisher.onReady(() => void this.sweep());
    this.sweepLater();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    this.stopListening?.();
    clearTimeout(this.timer);
    await this.sweeping;
  }

  /** One sweep at a time, until nothing is due. */
  sweep(): Promise<void> {
    this.sweeping ??= this.publishDue().finally(() => {
      this.sweeping = undefined;
    });
    return this.sweeping;
  }

  private sweepLater(): void {
    if (this.stopped) return;
    const jitter = 0.8 + Math.random() * 0.4;
    this.timer = setTimeout(() => void this.sweep().then(() => this.sweepLater()), EVERY_MS * jitter);
  }

  private async publishDue(): Promise<void> {
    let more = true;
    while (more && !this.stopped && this.publisher.ready && !this.channel.unreachable) more = await this.publishBatch();
  }

  /** True when there is more and the broker took all of this. */
  private async publishBatch(): Promise<boolean> {
    const request = { gateway_id: this.gatewayId, max: BATCH };
    const answer = await this.channel.call('ClaimEvents', request, Date.now() + DEADLINE_MS);
    if (!answer.ok) {
      this.logger.warn({ reason: answer.error.message }, 'the outbox cannot be swept now');
      return false;
    }
    const { events } = answer.value;
    if (events.length === 0) return false;
    this.swept.inc(events.length);
    const published = await Promise.all(
      events.map(({ event_id, event, traceparent }) =>
        this.events.publish({ event_id, event: event as Buffer, traceparent }),
      ),
    );
    this.logger.info({ claimed: events.length, published: published.filter(Boolean).length }, 'outbox swept');
    return events.length === BATCH && published.every(Boolean);
  }
}
