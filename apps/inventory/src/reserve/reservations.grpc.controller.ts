import {
  type ConfirmBatchRequest,
  type ConfirmBatchResponse,
  FailureError,
  type GetReservationRequest,
  KEY_PATTERN,
  type ReleaseBatchRequest,
  type ReleaseBatchResponse,
  type Reservation,
  type ReserveBatchRequest,
  type ReserveBatchResponse,
  type ReturnBatchRequest,
  type ReturnBatchResponse,
  STOCK_RESERVATIONS_SERVICE_NAME,
  type StockReservationsController,
} from '@app/contracts';
import type { Metadata, ServerUnaryCall } from '@grpc/grpc-js';
import { Controller, UseFilters } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import { CALLER_GONE } from '../batch/batch-failures.js';
import { type Caller, callerOf } from '../grpc/caller.grpc.js';
import { InventoryFailureFilter } from '../grpc/inventory-failure.filter.js';
import { batchTooLarge, MAX_BATCH_REQUESTS } from '../sell/sale.grpc.mapper.js';
import { notFound } from './decide-settle.js';
import {
  toConfirmOutcome,
  toReservationMessage,
  toReserveOutcome,
  toReturnOutcome,
} from './reservation.grpc.mapper.js';
import { ReservationsRepository } from './reservations.pg.repository.js';
import { ReserveService } from './reserve.service.js';

type Call = ServerUnaryCall<unknown, unknown>;

/** The two-phase stock of baskets, called by orders. */
@Controller()
@UseFilters(InventoryFailureFilter)
export class ReservationsController implements StockReservationsController {
  private readonly service: ReserveService;
  private readonly repository: ReservationsRepository;

  constructor(service: ReserveService, repository: ReservationsRepository) {
    this.service = service;
    this.repository = repository;
  }

  @GrpcMethod(STOCK_RESERVATIONS_SERVICE_NAME, 'ReserveBatch')
  async reserveBatch({ requests }: ReserveBatchRequest, _?: Metadata, call?: Call): Promise<ReserveBatchResponse> {
    const outcomes = await all(requests, call, (one, caller) => this.service.reserve(one, caller));
    return { outcomes: outcomes.map(toReserveOutcome) };
  }

  @GrpcMethod(STOCK_RESERVATIONS_SERVICE_NAME, 'ConfirmBatch')
  async confirmBatch({ requests }: ConfirmBatchRequest, _?: Metadata, call?: Call): Promise<ConfirmBatchResponse> {
    const outcomes = await all(requests, call, (one, caller) => this.service.confirm(one, caller));
    return { outcomes: outcomes.map(toConfirmOutcome) };
  }

  @GrpcMethod(STOCK_RESERVATIONS_SERVICE_NAME, 'ReleaseBatch')
  async releaseBatch({ requests }: ReleaseBatchRequest, _?: Metadata, call?: Call): Promise<ReleaseBatchResponse> {
    const outcomes = await all(requests, call, (one, caller) => this.service.release(one, caller));
    return { outcomes: outcomes.map(toReserveOutcome) };
  }

  @GrpcMethod(STOCK_RESERVATIONS_SERVICE_NAME, 'ReturnBatch')
  async returnBatch({ requests }: ReturnBatchRequest, _?: Metadata, call?: Call): Promise<ReturnBatchResponse> {
    const outcomes = await all(requests, call, (one, caller) => this.service.return(one, caller));
    return { outcomes: outcomes.map(toReturnOutcome) };
  }

  @GrpcMethod(STOCK_RESERVATIONS_SERVICE_NAME, 'GetReservation')
  async getReservation(request: GetReservationRequest): Promise<Reservation> {
    const { order_id } = request;
    const reservation = KEY_PATTERN.test(order_id) ? await this.repository.get(order_id) : undefined;
    if (!reservation) throw new FailureError(notFound(request));
    return toReservationMessage(reservation);
  }
}

async function all<Request, Outcome>(
  requests: Request[],
  call: Call | undefined,
  ask: (request: Request, caller: Caller) => Promise<Outcome>,
): Promise<Outcome[]> {
  if (requests.length > MAX_BATCH_REQUESTS) throw new FailureError(batchTooLarge(requests.length));
  const caller = callerOf(call);
  const outcomes = await Promise.all(requests.map((request) => ask(request, caller)));
  if ((outcomes as unknown[]).includes(CALLER_GONE)) throw new FailureError(CALLER_GONE);
  return outcomes;
}
