import type { ConfirmRequest, Failure, ReleaseRequest, ReserveRequest, ReturnRequest } from '@app/contracts';
import { Injectable } from '@nestjs/common';
import { StockBatches } from '../batch/stock-batches.js';
import type { OutcomeOf, StockItem } from '../batch/stock-item.js';
import type { Caller } from '../grpc/caller.grpc.js';
import { parseConfirm, parseRelease, parseReserve, parseReturn } from './reservation-request.js';
import { ReservationTelemetry } from './reservation-telemetry.js';

type Call = 'reserve' | 'confirm' | 'release' | 'return';

/** Two-phase stock: validate, wait for a batch, return its outcome. Nothing here rejects. */
@Injectable()
export class ReserveService {
  private readonly batches: StockBatches;
  private readonly telemetry: ReservationTelemetry;

  constructor(batches: StockBatches, telemetry: ReservationTelemetry) {
    this.batches = batches;
    this.telemetry = telemetry;
  }

  reserve(message: ReserveRequest, caller: Caller) {
    return this.ask('reserve', parseReserve(message), message.traceparent, caller);
  }

  confirm(message: ConfirmRequest, caller: Caller) {
    return this.ask('confirm', parseConfirm(message), message.traceparent, caller);
  }

  release(message: ReleaseRequest, caller: Caller) {
    return this.ask('release', parseRelease(message), message.traceparent, caller);
  }

  return(message: ReturnRequest, caller: Caller) {
    return this.ask('return', parseReturn(message), message.traceparent, caller);
  }

  private async ask<K extends Call>(
    kind: K,
    parsed: { ok: true; request: StockItem<K>['request'] } | Failure,
    parent: string | undefined,
    caller: Caller,
  ): Promise<OutcomeOf<K> | Failure> {
    if (!parsed.ok) return this.telemetry.refused(kind, parsed);
    const span = this.telemetry.start(kind, parsed.request.order_id, parent);
    const item = { kind, request: parsed.request, traceparent: span.traceparent, caller } as StockItem<K>;
    const outcome = await this.batches.submit<K>(item, caller.deadline);
    this.telemetry.end(kind, span, outcome);
    return outcome;
  }
}
