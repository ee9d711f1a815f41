import { Agent as HttpAgent, request as requestHttp } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '@app/observability';
import type { Notice } from './ledger.js';
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
  private readonly target: WebhookTarget;
  private readonly logger: Logger;
  private readonly onDelivered: (noticeId: string) => Promise<void>;
  private readonly ended = new AbortController();

  constructor(target: WebhookTarget, logger: Logger, onDelivered: (noticeId: string) => Promise<void>) {
    this.target = target;
    this.logger = logger;
    this.onDelivered = onDelivered;
  }

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

  private async attempt(url: string, { noticeId, body, traceparent }: Notice): Promise<boolean> {
    const signed = {
      ...webhookHeaders(noticeId, body, this.target.secret, new Date()),
      ...(traceparent && { traceparent }),
    };
    try {
      const status = await post(url, body, signed, AbortSignal.any([this.ended.signal, within(ANSWER_WITHIN_MS)]));
      if (status >= 200 && status < 300) return true;
      this.logger.debug({ notice_id: noticeId, status }, 'webhook was not taken');
    } catch (error) {
      if (this.ended.signal.aborted) throw error;
      this.logger.debug({ notice_id: noticeId, err: error }, 'webhook did not arrive');
    }
    return false;
  }
}

const within = (ms: number) => AbortSignal.timeout(ms);
/** Without a proxy of the environment: the shop is near. */
const HTTP = new HttpAgent({ keepAlive: true });
const HTTPS = new HttpsAgent({ keepAlive: true });

function post(url: string, body: string, signed: Record<string, string>, signal: AbortSignal): Promise<number> {
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...signed };
  const [send, agent] = url.startsWith('https:') ? [requestHttps, HTTPS] : [requestHttp, HTTP];
  return new Promise((resolve, reject) => {
    const request = send(url, { method: 'POST', agent, headers, signal }, (response) => {
      response
        .resume()
        .on('end', () => resolve(response.statusCode ?? 0))
        .on('error', reject);
    });
    request.on('error', reject).end(body);
  });
}
