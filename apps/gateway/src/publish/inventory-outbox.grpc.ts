import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { EventType, InventoryCalls, OutboxEvent } from '@app/contracts';
import type { EventFailure, Outbox, OutboxAnswer, RecordedEvent } from '@app/outbox';
import { Injectable } from '@nestjs/common';
import { InventoryChannel } from '../clients/inventory/inventory.grpc.channel.js';

const DEADLINE_MS = 3_000;

type Call = keyof InventoryCalls;

/** Inventory's outbox: it records, gateways publish. */
@Injectable()
export class InventoryOutbox implements Outbox {
  private readonly channel: InventoryChannel;
  private readonly gatewayId = `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`;

  constructor(channel: InventoryChannel) {
    this.channel = channel;
  }

  get unreachable(): boolean {
    return this.channel.unreachable;
  }

  async claim(max: number): Promise<OutboxAnswer<RecordedEvent[]>> {
    const answer = await this.call('ClaimEvents', { gateway_id: this.gatewayId, max });
    return answer.ok ? { ok: true, value: answer.value.events.map(recordedEvent) } : answer;
  }

  acknowledge(event_ids: string[], traceparent?: string): Promise<OutboxAnswer<unknown>> {
    return this.call('AckEvents', { event_ids }, traceparent);
  }

  report(failures: EventFailure[]): Promise<OutboxAnswer<unknown>> {
    return this.call('ReportFailures', { failures });
  }

  async requeue(from: Date, to: Date): Promise<OutboxAnswer<number>> {
    const answer = await this.call('RequeueEvents', { from: from.toISOString(), to: to.toISOString() });
    return answer.ok ? { ok: true, value: answer.value.requeued } : answer;
  }

  private async call<M extends Call>(
    name: M,
    request: InventoryCalls[M][0],
    traceparent?: string,
  ): Promise<OutboxAnswer<InventoryCalls[M][1]>> {
    const answer = await this.channel.call(name, request, Date.now() + DEADLINE_MS, traceparent);
    return answer.ok ? answer : { ok: false, reason: answer.error.message };
  }
}

/** An inventory of the first version says no type: it knows product_sold only. */
const recordedEvent = ({ event_id, type, event, traceparent }: OutboxEvent): RecordedEvent => ({
  event_id,
  type: (type || 'product_sold') as EventType,
  body: event as Buffer,
  traceparent,
});
