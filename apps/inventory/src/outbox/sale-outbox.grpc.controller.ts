import {
  type AckEventsRequest,
  type AckEventsResponse,
  type ClaimEventsRequest,
  type ClaimEventsResponse,
  type Failure,
  FailureError,
  type GetOutboxStatsResponse,
  invalid,
  type ReportFailuresRequest,
  type ReportFailuresResponse,
  type RequeueEventsRequest,
  type RequeueEventsResponse,
  SALE_OUTBOX_SERVICE_NAME,
  type SaleOutboxController as SaleOutboxMethods,
} from '@app/contracts';
import { traceparentOf } from '@app/grpc';
import { SpanKind, Tracing } from '@app/observability';
import { OutboxRepository } from '@app/outbox';
import type { Metadata } from '@grpc/grpc-js';
import { Controller, UseFilters } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import { InventoryFailureFilter } from '../grpc/inventory-failure.filter.js';
import { RequeueEvents } from './requeue-events.js';

const MAX_CLAIM = 200;
const MAX_IDS = 1_000;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** How gateways publish what was recorded: claim, confirm, forget. */
@Controller()
@UseFilters(InventoryFailureFilter)
export class SaleOutboxController implements SaleOutboxMethods {
  private readonly outbox: OutboxRepository;
  private readonly requeueing: RequeueEvents;
  private readonly tracing: Tracing;

  constructor(outbox: OutboxRepository, requeueing: RequeueEvents, tracing: Tracing) {
    this.outbox = outbox;
    this.requeueing = requeueing;
    this.tracing = tracing;
  }

  @GrpcMethod(SALE_OUTBOX_SERVICE_NAME, 'ClaimEvents')
  async claimEvents({ max }: ClaimEventsRequest): Promise<ClaimEventsResponse> {
    refuseUnless(max >= 1 && max <= MAX_CLAIM, '/max', `max must be a whole number from 1 to ${MAX_CLAIM}`);
    const claimed = await this.outbox.claim(max);
    return { events: claimed.map(({ body: event, ...rest }) => ({ event, ...rest })), more: claimed.length === max };
  }

  @GrpcMethod(SALE_OUTBOX_SERVICE_NAME, 'AckEvents')
  async ackEvents({ event_ids }: AckEventsRequest, metadata?: Metadata): Promise<AckEventsResponse> {
    refuseBadIds(event_ids, '/event_ids');
    const span = this.tracing.start('acknowledge_events', SpanKind.SERVER, { parent: traceparentOf(metadata) });
    try {
      return { deleted: event_ids.length === 0 ? 0 : await this.outbox.acknowledge(event_ids) };
    } finally {
      span.end();
    }
  }

  @GrpcMethod(SALE_OUTBOX_SERVICE_NAME, 'ReportFailures')
  async reportFailures({ failures }: ReportFailuresRequest): Promise<ReportFailuresResponse> {
    refuseBadIds(
      failures.map(({ event_id }) => event_id),
      '/failures',
    );
    await this.outbox.report(failures);
    return {};
  }

  @GrpcMethod(SALE_OUTBOX_SERVICE_NAME, 'RequeueEvents')
  async requeueEvents({ from, to }: RequeueEventsRequest): Promise<RequeueEventsResponse> {
    refuseUnless(isTime(from), '/from', 'from must be an RFC 3339 time');
    refuseUnless(isTime(to), '/to', 'to must be an RFC 3339 time');
    return { requeued: await this.requeueing.between(new Date(from), new Date(to)) };
  }

  @GrpcMethod(SALE_OUTBOX_SERVICE_NAME, 'GetOutboxStats')
  async getOutboxStats(): Promise<GetOutboxStatsResponse> {
    return await this.outbox.stats();
  }
}

function refuseUnless(holds: boolean, pointer: string, detail: string): void {
  if (!holds) throw new FailureError(invalid([{ pointer, detail }]) satisfies Failure);
}

function refuseBadIds(ids: string[], pointer: string): void {
  refuseUnless(ids.length <= MAX_IDS, pointer, `${pointer.slice(1)} has ${ids.length} items, at most ${MAX_IDS}`);
  refuseUnless(
    ids.every((id) => UUID.test(id)),
    pointer,
    'every event_id must be a uuid',
  );
}

const isTime = (text: string) => /^\d{4}-\d\d-\d\dT/.test(text) && !Number.isNaN(Date.parse(text));
