import { allOf, among, Batcher, behindRunning, type Crowd, type Gathering, paced, slots } from '@app/batching';
import {
  type ConfirmOutcome,
  type Failure,
  INVENTORY_PROTO_PATH,
  type InventoryCalls,
  isFailureCode,
  type Refusal,
  type ReleaseOutcome,
  type ReserveOutcome,
  type ReserveRequest,
  type ReturnOutcome,
} from '@app/contracts';
import { GrpcChannel, PeerFailures } from '@app/grpc';
import type { RecordedEvent } from '@app/outbox';
import type { Confirmed, Released, Reservations, Reserved, Returned } from './reservations.js';

const PEER = {
  proto: INVENTORY_PROTO_PATH,
  services: ['inventory.StockReservations', 'inventory.SaleOutbox'],
};
const FAILURES = new PeerFailures('Inventory', 'inventory-unavailable');
const DEADLINE_MS = 3_000;
const MAX_BATCH = 100;
/** As for the statements of orders: a call costs two services a batch. */
const CROWD = 8;
const CROWD_MS = 20;

/** The one connection to inventory. */
export class InventoryChannel extends GrpcChannel<InventoryCalls> {
  constructor(addresses: readonly string[]) {
    super(PEER, addresses);
  }
}

type BatchCall = 'ReserveBatch' | 'ConfirmBatch' | 'ReleaseBatch' | 'ReturnBatch';
type RequestOf<M extends BatchCall> = InventoryCalls[M][0]['requests'][number];
type OutcomeOf<M extends BatchCall> = InventoryCalls[M][1]['outcomes'][number];
type Answered<M extends BatchCall> = OutcomeOf<M> | Failure;
type BatcherOf<M extends BatchCall> = Batcher<RequestOf<M>, Answered<M>>;

/** Reservations over gRPC: calls that wait at the same moment go together. */
export class GrpcReservations implements Reservations {
  private readonly channel: InventoryChannel;
  private readonly reserving: BatcherOf<'ReserveBatch'>;
  private readonly confirming: BatcherOf<'ConfirmBatch'>;
  private readonly releasing: BatcherOf<'ReleaseBatch'>;
  private readonly returning: BatcherOf<'ReturnBatch'>;

  constructor(channel: InventoryChannel, shoppers: Pick<Crowd, 'size'>) {
    this.channel = channel;
    const behind = behindRunning({ patienceMs: 50, fullBeside: 1 });
    const gather = allOf(slots(4), behind, among(shoppers, CROWD, paced(CROWD_MS)));
    this.reserving = this.batcher('ReserveBatch', gather);
    this.confirming = this.batcher('ConfirmBatch', gather);
    this.releasing = this.batcher('ReleaseBatch', gather);
    this.returning = this.batcher('ReturnBatch', gather);
  }

  async reserve(request: ReserveRequest): Promise<Reserved> {
    const answer = await this.reserving.submit(request);
    const { reservation, replayed } = answer as ReserveOutcome;
    return refused(answer) ?? (reservation ? { ok: true, reservation, replayed } : FAILURES.upstream);
  }

  async confirm(call: Parameters<Reservations['confirm']>[0]): Promise<Confirmed> {
    const answer = await this.confirming.submit(call);
    const { sales = [], events = [] } = answer as ConfirmOutcome;
    return (
      refused(answer) ?? {
        ok: true,
        sale_ids: sales.map(({ sale_id }) => sale_id),
        events: recorded(events, call.traceparent),
      }
    );
  }

  async release(call: Parameters<Reservations['release']>[0]): Promise<Released> {
    const answer = await this.releasing.submit(call);
    const { reservation } = answer as ReleaseOutcome;
    return refused(answer) ?? (reservation ? { ok: true, reservation } : FAILURES.upstream);
  }

  async return(call: Parameters<Reservations['return']>[0]): Promise<Returned> {
    const answer = await this.returning.submit(call);
    const { events = [] } = answer as ReturnOutcome;
    return refused(answer) ?? { ok: true, events: recorded(events, call.traceparent) };
  }

  private batcher<M extends BatchCall>(name: M, gather: Gathering): BatcherOf<M> {
    return new Batcher({ run: (requests) => this.call(name, requests), maxBatch: MAX_BATCH, gather });
  }

  private async call<M extends BatchCall>(name: M, requests: RequestOf<M>[]): Promise<Answered<M>[]> {
    if (this.channel.unreachable) return requests.map(() => FAILURES.unavailable);
    const request = { requests } as InventoryCalls[M][0];
    const answer = await this.channel.call(name, request, Date.now() + DEADLINE_MS);
    if (!answer.ok) return requests.map(() => FAILURES.of(answer.error));
    const outcomes = answer.value.outcomes as OutcomeOf<M>[];
    return requests.map((_, index) => outcomes[index] ?? FAILURES.upstream);
  }
}

function refused(answer: Failure | { refusal?: Refusal | undefined }): Failure | undefined {
  if ('ok' in answer) return answer;
  const { refusal } = answer;
  if (!refusal?.failure) return undefined;
  if (!isFailureCode(refusal.failure)) return FAILURES.upstream;
  const { failure, message, errors, total_cents } = refusal;
  return {
    ok: false,
    failure,
    message,
    ...(errors.length > 0 && { errors }),
    ...(total_cents !== undefined && { total_cents }),
  };
}

const recorded = (events: Uint8Array[], traceparent: string | undefined): RecordedEvent[] =>
  events.map((bytes) => {
    const body = Buffer.from(bytes);
    const { event_id, type } = JSON.parse(body.toString()) as Pick<RecordedEvent, 'event_id' | 'type'>;
    return { event_id, type, body, traceparent };
  });
