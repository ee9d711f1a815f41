import { LOGGER, type Logger } from '@app/observability';
import { Inject, Injectable } from '@nestjs/common';
import { Counter, Registry } from 'prom-client';
import { InventoryChannel } from '../clients/inventory/inventory.grpc.channel.js';

const FLUSH_MS = 50;
const RETRY_MS = 1_000;
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
  /** Inventory did not take the last ones: try again each second, not each 50 ms. */
  private held = false;
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
    if (this.confirmedIds.length >= FLUSH_IDS && !this.held) void this.flush();
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
    do await this.flush();
    while (this.confirmedIds.length > 0 && !this.held);
    clearTimeout(this.timer);
  }

  private flushSoon(): void {
    this.timer ??= setTimeout(
      () => {
        this.timer = undefined;
        void this.flush();
      },
      this.held ? RETRY_MS : FLUSH_MS,
    );
  }

  private async send(): Promise<void> {
    const sent = !this.channel.unreachable && (await this.sendConfirmed()) && (await this.sendFailures());
    this.held = !sent;
  }

  private async sendConfirmed(): Promise<boolean> {
    const event_ids = this.confirmedIds.splice(0, FLUSH_IDS);
    if (event_ids.length === 0) return true;
    const answer = await this.channel.call('AckEvents', { event_ids }, Date.now() + DEADLINE_MS);
    if (answer.ok) {
      this.acknowledged.inc(event_ids.length);
      return true;
    }
    if (!this.held) this.logger.warn({ reason: answer.error.message }, 'confirmed events cannot be acknowledged now');
    this.confirmedIds = [...event_ids, ...this.confirmedIds].slice(0, MAX_WAITING);
    return false;
  }

  private async sendFailures(): Promise<boolean> {
    const failures = this.failures.splice(0);
    if (failures.length === 0) return true;
    const answer = await this.channel.call('ReportFailures', { failures }, Date.now() + DEADLINE_MS);
    if (!answer.ok) this.failures = [...failures, ...this.failures].slice(0, FLUSH_IDS);
    return answer.ok;
  }
}
