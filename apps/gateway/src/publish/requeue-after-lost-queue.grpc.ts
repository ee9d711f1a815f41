import { setTimeout as delay } from 'node:timers/promises';
import { EventPublisher, type LostQueue } from '@app/messaging';
import { LOGGER, type Logger } from '@app/observability';
import { type BeforeApplicationShutdown, Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { InventoryChannel } from '../clients/inventory/inventory.grpc.channel.js';
import { SweepOutbox } from './sweep-outbox.grpc.js';

const DEADLINE_MS = 3_000;
const AGAIN_MS = 2_000;
/** An event is published some time after its sale, and the clocks of two machines differ. */
const MARGIN_MS = 60_000;

/**
 * When a work queue was deleted, the broker confirmed events that reached the other queues only. Inventory puts the events of
 * that time into the outbox again, and the sweep publishes them; who had them already ignores them.
 */
@Injectable()
export class RequeueAfterLostQueue implements OnModuleInit, BeforeApplicationShutdown {
  private readonly stopping = new AbortController();
  private stopListening: (() => void) | undefined;

  constructor(
    private readonly channel: InventoryChannel,
    private readonly publisher: EventPublisher,
    private readonly outbox: SweepOutbox,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onModuleInit(): void {
    this.stopListening = this.publisher.onQueueLost((lost) => void this.requeue(lost));
  }

  beforeApplicationShutdown(): void {
    this.stopListening?.();
    this.stopping.abort();
  }

  /** Until inventory has done it: nobody else will. */
  private async requeue({ queue, since, until }: LostQueue): Promise<void> {
    const request = { from: new Date(since.getTime() - MARGIN_MS).toISOString(), to: until.toISOString() };
    for (; !this.stopping.signal.aborted; await delay(AGAIN_MS)) {
      const answer = await this.channel.call('RequeueEvents', request, Date.now() + DEADLINE_MS);
      if (answer.ok) {
        this.logger.warn({ queue, ...request, requeued: answer.value.requeued }, 'events of a lost queue come again');
        return this.outbox.sweep();
      }
      this.logger.warn({ queue, reason: answer.error.message }, 'events of a lost queue cannot be requeued now');
    }
  }
}
