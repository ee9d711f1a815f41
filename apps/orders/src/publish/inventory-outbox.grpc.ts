import type { InventoryCalls } from '@app/contracts';
import type { EventFailure, Outbox, OutboxAnswer } from '@app/outbox';
import type { InventoryChannel } from '../inventory/reservations.grpc.client.js';

const DEADLINE_MS = 3_000;

/**
 * Inventory's outbox, as far as orders empties it: events that a confirm or a return has answered with are published here at once
 * and acknowledged there. What is left behind is swept by the gateways, like the event of any sale.
 */
export class InventoryOutbox implements Outbox {
  private readonly channel: InventoryChannel;

  constructor(channel: InventoryChannel) {
    this.channel = channel;
  }

  get unreachable(): boolean {
    return this.channel.unreachable;
  }

  async claim(): Promise<OutboxAnswer<never[]>> {
    return { ok: true, value: [] };
  }

  acknowledge(event_ids: string[], traceparent?: string): Promise<OutboxAnswer<unknown>> {
    return this.ask('AckEvents', { event_ids }, traceparent);
  }

  report(failures: EventFailure[]): Promise<OutboxAnswer<unknown>> {
    return this.ask('ReportFailures', { failures });
  }

  async requeue(): Promise<OutboxAnswer<number>> {
    return { ok: true, value: 0 };
  }

  private async ask<M extends 'AckEvents' | 'ReportFailures'>(
    name: M,
    request: InventoryCalls[M][0],
    traceparent?: string,
  ): Promise<OutboxAnswer<unknown>> {
    const answer = await this.channel.call(name, request, Date.now() + DEADLINE_MS, traceparent);
    return answer.ok ? answer : { ok: false, reason: answer.error.message };
  }
}
