import { randomUUID } from 'node:crypto';
import type { HoldPoint } from '@app/testing';

/** More than any cell has orders: each is held once. */
const MANY = 64;

/** The simulator's control, and somebody who pays behind the shop's back. */
export class Payments {
  private readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  async hold(operation: string, at: HoldPoint): Promise<void> {
    for (let n = 0; n < MANY; n++) await this.post('/control/hold', { operation, at });
  }

  async held(): Promise<number> {
    const answer = await fetch(`${this.url}/control`);
    return ((await answer.json()) as { held: unknown[] }).held.length;
  }

  async release(how: 'go' | 'break'): Promise<void> {
    await this.post('/control/release', { how });
  }

  /** From now on webhooks come so much later, so often, and (`all`) also for what was answered. What is not named is as usual. */
  async bendWebhooks(how: { all?: boolean; delay_ms?: number; times?: number }): Promise<void> {
    await this.post('/control/webhooks', how);
  }

  /** Money that arrives for an order on no way that the shop knows; a webhook tells of it. */
  async payLate(reference: string, amount_cents: number): Promise<void> {
    await this.post('/payments', { reference, amount_cents, currency: 'USD', token: 'tok_webhook_only' });
  }

  private async post(path: string, body: object): Promise<void> {
    const headers = { 'idempotency-key': randomUUID() };
    const answer = await fetch(`${this.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
  }
}
