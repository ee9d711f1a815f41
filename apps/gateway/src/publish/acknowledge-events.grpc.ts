import { LOGGER, type Logger } from '@app/observability';
import { Inject, Injectable } from '@nestjs/common';
import { Counter, Registry } from 'prom-client';
import { InventoryChannel } from '../inventory-client/inventory.grpc.channel.js';

const FLUSH_MS = 50;
const FLUSH_IDS = 500;
const MAX_WAITING = 20_000;
const DEADLINE_MS = 3_000;

/**
 * Tells inventory which events the broker has confirmed, so that it forgets them, and which ones it refused. What cannot be
 * told waits, within a bound: an event that is never acknowledged is published again by a sweep, and consumers know it.
 */
@Injectable()
export class AcknowledgeEvents {
  private confirmedIds: string[] = [];
  private failures: { event_id: string; reason: string }[] = [];
  private timer: NodeJS.Timeout | undefined;
  private sending: Promise<void> | undefined;
  private readonly acknowledged: Counter;

  constructor(
    private readonly channel: InventoryChannel,
    @Inject(LOGGER) private readonly logger: Logger,
    registry: Registry,
  ) {
    this.acknowledged = new Counter({
      name: 'gateway_events_acknowledged_total',
      help: 'Events that inventory was told to forget, because the broker has them',
      registers: [registry],
    });
  }

  /** The broker has this event. */
  confirmed(event_id: string): void {
    if (this.confirmedIds.length < MAX_WAITING) this.confirmedIds.push(event_id);
    if (this.confirmedIds.length >= FLUSH_IDS) void this.flush();
    else this.flushSoon();
  }

  /** The broker refused this event, or did not answer. */
  failed(event_id: string, reason: string): void {
    if (this.failures.length < FLUSH_IDS) this.failures.push({ event_id, reason });
    this.flushSoon();
  }

  /** Sends what waits, once; what could not be sent waits on. */
  flush(): Promise<void> {
    this.sending ??= this.send().finally(() => {
      this.sending = undefined;
      if (this.confirmedIds.length + this.failures.length > 0) this.flushSoon();
    });
    return this.sending;
  }

  /** For the end: what waits now, and what came while that was on its way. */
  async flushAll(): Promise<void> {
    await this.flush();
    await this.flush();
    clearTimeout(this.timer);
  }

  private flushSoon(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      void this.flush();
    }, FLUSH_MS);
  }

  private async send(): Promise<void> {
    if (this.channel.unreachable) return;
    await Promise.all([this.sendConfirmed(), this.sendFailures()]);
  }

  private async sendConfirmed(): Promise<void> {
    const event_ids = this.confirmedIds.splice(0, FLUSH_IDS);
    if (event_ids.length === 0) return;
    const answer = await this.channel.call('AckEvents', { event_ids }, Date.now() + DEADLINE_MS);
    if (answer.ok) return this.acknowledged.inc(event_ids.length);
    this.logger.warn({ reason: answer.error.message, events: event_ids.length }, 'events not acknowledged yet');
    this.confirmedIds = [...event_ids, ...this.confirmedIds].slice(0, MAX_WAITING);
  }

  private async sendFailures(): Promise<void> {
    const failures = this.failures.splice(0);
    if (failures.length === 0) return;
    const answer = await this.channel.call('ReportFailures', { failures }, Date.now() + DEADLINE_MS);
    if (!answer.ok) this.failures = [...failures, ...this.failures].slice(0, FLUSH_IDS);
  }
}
