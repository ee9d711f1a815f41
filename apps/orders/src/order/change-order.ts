import type { CancelOrderRequest, Failure, RefundOrderRequest } from '@app/contracts';
import type { Reservations } from '../inventory/reservations.js';
import type { DriveOrders } from '../process/drive-orders.js';
import { nextStep } from '../process/next-step.js';
import type { ProcessTelemetry } from '../process/process-telemetry.js';
import { placeInHistory } from '../process/run-steps.js';
import { decide, type OrderCommand } from './decide-order.js';
import { evolve } from './evolve-order.js';
import type { Order, Refund } from './order.js';
import type { OrdersRepository } from './orders.pg.repository.js';
import type { WatchOrders } from './watch-orders.js';

export type Cancelled = { ok: true; order: Order; replayed: boolean } | Failure;
export type Refunded = { ok: true; order: Order; refund: Refund; replayed: boolean } | Failure;

const WAIT_MS = 2_000;
const POLL_MS = 25;
const CONFLICTS = 20;

const notFound = (order_id: string): Failure => ({
  ok: false,
  failure: 'order-not-found',
  message: `There is no order ${order_id}`,
});

/** What people change about an order that exists: cancel and refund. */
export class ChangeOrder {
  private readonly orders: OrdersRepository;
  private readonly reservations: Reservations;
  private readonly drives: DriveOrders;
  private readonly watch: WatchOrders;
  private readonly telemetry: ProcessTelemetry;

  constructor(
    orders: OrdersRepository,
    reservations: Reservations,
    drives: DriveOrders,
    watch: WatchOrders,
    telemetry: ProcessTelemetry,
  ) {
    this.orders = orders;
    this.reservations = reservations;
    this.drives = drives;
    this.watch = watch;
    this.telemetry = telemetry;
  }

  /** A cancel is a release: inventory, which decides about the units, says whether it came in time. */
  async cancel({ order_id, placed_by, traceparent }: CancelOrderRequest): Promise<Cancelled> {
    const order = await this.orders.get(order_id);
    if (!order || (placed_by !== undefined && order.placed_by !== placed_by)) return notFound(order_id);
    if (order.state === 'cancelled') return { ok: true, order, replayed: true };
    const possible = decide(order, { type: 'cancel' });
    if (!possible.ok) return possible;
    const released = await this.reservations.release({
      order_id,
      attempt: order.attempt,
      reason: 'cancelled',
      traceparent,
    });
    if (!released.ok && released.failure !== 'reservation-confirmed') return released;
    const end = this.watch.end(order_id, WAIT_MS);
    if (released.ok && released.reservation.reason === 'cancelled') await this.tell(order_id, { type: 'cancel' });
    await this.drives.take(order_id);
    const now = (await end)?.order ?? (await this.orders.get(order_id)) ?? order;
    if (released.ok && released.reservation.reason === 'cancelled') return { ok: true, order: now, replayed: false };
    const message = `Order ${order_id} is ${now.state} and cannot be cancelled`;
    return { ok: false, failure: 'order-not-cancellable', message, state: now.state };
  }

  async refund({ order_id, refund_id, lines, restock }: RefundOrderRequest): Promise<Refunded> {
    const wanted = { refund_id, restock, ...(lines.length > 0 && { lines }) };
    const told = await this.tell(order_id, { type: 'refund', ...wanted });
    if (!told.ok) return told;
    await this.drives.take(order_id);
    const refund = await this.refundDone(order_id, refund_id);
    if (refund?.state === 'refused') {
      const message = 'The payment service refused this refund';
      return { ok: false, failure: 'refund-exceeds-payment', message, state: told.order.state };
    }
    return refund ? { ok: true, order: told.order, refund, replayed: !told.changed } : notFound(order_id);
  }

  /** The refund when it is done, or as it stands after a while: it was recorded, so it will be done. */
  private async refundDone(order_id: string, refund_id: string): Promise<Refund | undefined> {
    const until = Date.now() + WAIT_MS;
    for (;;) {
      const order = await this.orders.get(order_id);
      const refund = order?.refunds.find((one) => one.refund_id === refund_id);
      if (!refund || refund.state === 'done' || refund.state === 'refused' || Date.now() > until) return refund;
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }

  /** Decides and records; when the order has moved meanwhile, decides again. */
  private async tell(
    order_id: string,
    command: OrderCommand,
  ): Promise<{ ok: true; order: Order; changed: boolean } | Failure> {
    for (let attempt = 0; attempt < CONFLICTS; attempt++) {
      const order = await this.orders.get(order_id);
      const decision = decide(order, command);
      if (!decision.ok) return decision;
      if (!order || decision.events.length === 0)
        return order ? { ok: true, order, changed: false } : notFound(order_id);
      const events = placeInHistory(order, order_id, decision.events);
      const after = events.reduce<Order>(evolve, order);
      const due = nextStep(after) !== undefined;
      const appending = { order: after, before: order.seq, events, messages: [], due, answered: 0 };
      if (!(await this.telemetry.write(order, () => this.orders.append(appending)))) continue;
      this.telemetry.recorded(after, events);
      this.watch.moved(after, events);
      return { ok: true, order: after, changed: true };
    }
    return { ok: false, failure: 'order-in-progress', message: `Order ${order_id} is changing: try again` };
  }
}
