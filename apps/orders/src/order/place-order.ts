import type { Crowd } from '@app/batching';
import type { Failure, FailureCode, PlaceOrderRequest, Reservation } from '@app/contracts';
import type { Reservations } from '../inventory/reservations.js';
import type { DriveOrders } from '../process/drive-orders.js';
import type { ProcessTelemetry } from '../process/process-telemetry.js';
import { placeInHistory } from '../process/run-steps.js';
import { answerFor } from './answer-for.js';
import { decide } from './decide-order.js';
import { evolve } from './evolve-order.js';
import type { Order } from './order.js';
import type { OrderEvent } from './order-event.js';
import type { OrdersRepository } from './orders.pg.repository.js';
import type { WatchOrders } from './watch-orders.js';

/** `history` where it is known already. */
export type Placed = { ok: true; order: Order; replayed: boolean; history?: OrderEvent[] } | Failure;

/** Refusals of inventory that prove that there is no order: it never held units under this id. */
const NOTHING_WAS_EVER_HELD: ReadonlySet<FailureCode> = new Set([
  'insufficient-stock',
  'product-not-found',
  'product-archived',
  'validation',
]);

/**
 * Units are reserved first, then the order is recorded, then money is asked for. A refusal of inventory leaves no trace here; a
 * process that dies between the two leaves units that are held until they expire, and the same request again goes on from there.
 */
export class PlaceOrder {
  private readonly orders: OrdersRepository;
  private readonly reservations: Reservations;
  private readonly drives: DriveOrders;
  private readonly watch: WatchOrders;
  private readonly telemetry: ProcessTelemetry;
  private readonly shoppers: Crowd;
  private readonly ttlSeconds: number;

  constructor(
    orders: OrdersRepository,
    reservations: Reservations,
    drives: DriveOrders,
    watch: WatchOrders,
    telemetry: ProcessTelemetry,
    shoppers: Crowd,
    ttlSeconds: number,
  ) {
    this.orders = orders;
    this.reservations = reservations;
    this.drives = drives;
    this.watch = watch;
    this.telemetry = telemetry;
    this.shoppers = shoppers;
    this.ttlSeconds = ttlSeconds;
  }

  place(request: PlaceOrderRequest): Promise<Placed> {
    return this.shoppers.during(() => this.placeOne(request));
  }

  private async placeOne(request: PlaceOrderRequest): Promise<Placed> {
    const held = await this.reserve(request, false);
    if (held.ok && !held.replayed) return await this.record(request, held.reservation);
    if (!held.ok && NOTHING_WAS_EVER_HELD.has(held.failure)) return held;
    const earlier = await this.orders.get(request.order_id);
    if (earlier) return repeated(earlier, request);
    if (!held.ok) return held;
    return await this.begin(request, held.reservation);
  }

  /** Something was reserved before, but no order was recorded: the process died in between. */
  private async begin(request: PlaceOrderRequest, reservation: Reservation): Promise<Placed> {
    if (reservation.state === 'pending') return await this.record(request, reservation);
    if (reservation.state === 'confirmed') return reused(request);
    const again = await this.reserve(request, true);
    if (!again.ok) return again;
    if (again.reservation.state === 'pending') return await this.record(request, again.reservation);
    const message = `Nothing can be reserved under the order_id ${request.order_id} any more: use a new one`;
    return { ok: false, failure: 'order-cancelled', message };
  }

  private async reserve(request: PlaceOrderRequest, again: boolean) {
    const { order_id, lines, expected_total_cents, customer_email, traceparent } = request;
    return await this.reservations.reserve({
      order_id,
      lines,
      ttl_seconds: this.ttlSeconds,
      again,
      expected_total_cents,
      customer_email,
      traceparent,
    });
  }

  private async record(request: PlaceOrderRequest, reservation: Reservation): Promise<Placed> {
    const { order_id, held_by, open_limit, payment_token, wait_ms } = request;
    const decision = decide(undefined, { type: 'place', ...request, reservation: reservedOf(reservation) });
    if (!decision.ok) return decision;
    const events = placeInHistory(undefined, order_id, decision.events);
    const order = events.reduce<Order | undefined>(evolve, undefined) as Order;
    const end = this.watch.end(order_id, wait_ms, events);
    const placing = { order, held_by, open_limit, payment_token, events };
    const written = await this.telemetry.write(order, () => this.orders.place(placing));
    if (written === 'too-many') return await this.tooMany(request, reservation);
    if (written === 'placed') {
      this.telemetry.recorded(order, events);
      this.drives.drive({ order, payment_token, tries: 0, noticed: 0, answered: 0 });
    }
    const ended = await end;
    const now = ended?.order ?? (await this.orders.get(order_id)) ?? order;
    const answer = written === 'placed' ? answerFor(now, false) : repeated(now, request);
    return answer.ok && ended?.history ? { ...answer, history: ended.history } : answer;
  }

  private async tooMany(
    { order_id, open_limit, traceparent }: PlaceOrderRequest,
    { attempt }: Reservation,
  ): Promise<Failure> {
    await this.reservations.release({ order_id, attempt, reason: 'too many open orders', traceparent });
    const message = `${open_limit} of your orders are under way: finish or cancel one first`;
    return { ok: false, failure: 'too-many-open-orders', message };
  }
}

/** An order is its lines, where its mail goes and whose it is; the token and the expected total are means to get it. */
function repeated(order: Order, request: PlaceOrderRequest): Placed {
  const same =
    order.placed_by === request.placed_by &&
    order.customer_email === request.customer_email &&
    order.lines.length === request.lines.length &&
    order.lines.every(({ product_id, quantity }, index) => {
      const line = request.lines[index];
      return line?.product_id === product_id && line.quantity === quantity;
    });
  return same ? answerFor(order, true) : reused(request);
}

const reused = ({ order_id }: PlaceOrderRequest): Failure => ({
  ok: false,
  failure: 'order-id-reused',
  message: `The order_id ${order_id} was used for another order`,
});

const reservedOf = ({ attempt, currency, total_cents, lines, expires_at }: Reservation) => ({
  attempt,
  currency,
  total_cents,
  expires_at,
  lines: lines.map(({ returned: _, ...line }) => line),
});
