import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '@app/observability';
import type { Notice } from './books.js';
import { webhookHeaders } from './sign-webhook.js';

export interface WebhookTarget {
  url: string | undefined;
  secret: string;
}

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 10_000;
const ANSWER_WITHIN_MS = 5_000;
/** About a quarter of an hour; the next start of the simulator tries again. */
const ATTEMPTS = 90;

/** Sends each webhook until it is answered with 2xx. */
export class WebhookSender {
  private readonly ended = new AbortController();

  constructor(
    private readonly target: WebhookTarget,
    private readonly logger: Logger,
    private readonly onDelivered: (noticeId: string) => Promise<void>,
  ) {}

  send(notice: Notice, times: number): void {
    const { url } = this.target;
    if (url === undefined) return;
    void this.deliver(url, notice, times).catch((error: unknown) => {
      if (!this.ended.signal.aborted) throw error;
    });
  }

  close(): void {
    this.ended.abort();
  }

  private async deliver(url: string, notice: Notice, times: number): Promise<void> {
    const { signal } = this.ended;
    await delay(Math.max(0, notice.notBefore - Date.now()), undefined, { signal });
    let arrived = 0;
    for (let attempt = 0; attempt < ATTEMPTS && arrived < times; attempt++) {
      if (await this.attempt(url, notice)) arrived += 1;
      else await delay(Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** attempt), undefined, { signal });
    }
    if (arrived > 0) await this.onDelivered(notice.noticeId);
    else this.logger.warn({ notice_id: notice.noticeId, attempts: ATTEMPTS }, 'webhook was never taken');
  }

  private async attempt(url: string, { noticeId, body }: Notice): Promise<boolean> {
    const signed = webhookHeaders(noticeId, body, this.target.secret, new Date());
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...signed },
        body,
        redirect: 'manual',
        signal: AbortSignal.any([this.ended.signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]),
      });
      await response.body?.cancel();
      if (response.ok) return true;
      this.logger.debug({ notice_id: noticeId, status: response.status }, 'webhook was not taken');
    } catch (error) {
      if (this.ended.signal.aborted) throw error;
      this.logger.debug({ notice_id: noticeId, err: error }, 'webhook did not arrive');
    }
    return false;
  }
}
