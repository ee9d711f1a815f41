import type { Logger } from '@app/observability';
import type { EventFailure, Outbox } from './outbox.js';

const FLUSH_MS = 50;
const RETRY_MS = 1_000;
const FLUSH_IDS = 500;
const MAX_WAITING = 20_000;

/**
 * Tells the outbox which events the broker has confirmed, so that it forgets them, and which ones it refused. What cannot be
 * told waits, within a bound: an event that is never acknowledged is published again by a sweep, and consumers know it.
 */
export class AcknowledgeEvents {
  private confirmedIds: string[] = [];
  private failures: EventFailure[] = [];
  private timer: NodeJS.Timeout | undefined;
  private sending: Promise<void> | undefined;
  /** The outbox did not take the last ones: try again each second, not each 50 ms. */
  private held = false;

  constructor(
    private readonly outbox: Outbox,
    private readonly logger: Logger,
    private readonly onAcknowledged: (count: number) => void,
  ) {}

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
    const sent = !this.outbox.unreachable && (await this.sendConfirmed()) && (await this.sendFailures());
    this.held = !sent;
  }

  private async sendConfirmed(): Promise<boolean> {
    const ids = this.confirmedIds.splice(0, FLUSH_IDS);
    if (ids.length === 0) return true;
    const answer = await this.outbox.acknowledge(ids);
    if (answer.ok) {
      this.onAcknowledged(ids.length);
      return true;
    }
    if (!this.held) this.logger.warn({ reason: answer.reason }, 'confirmed events cannot be acknowledged now');
    this.confirmedIds = [...ids, ...this.confirmedIds].slice(0, MAX_WAITING);
    return false;
  }

  private async sendFailures(): Promise<boolean> {
    const failures = this.failures.splice(0);
    if (failures.length === 0) return true;
    const answer = await this.outbox.report(failures);
    if (!answer.ok) this.failures = [...failures, ...this.failures].slice(0, FLUSH_IDS);
    return answer.ok;
  }
}
