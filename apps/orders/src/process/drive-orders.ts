import type { Logger } from '@app/observability';
import type { Driven, OrdersRepository } from '../order/orders.pg.repository.js';
import type { RunSteps } from './run-steps.js';

/** While there is something to drive, and when there is nothing. */
const SWEEP_MS = { busy: 500, idle: 2_000 };
const MAX_AT_ONCE = 100;
const SOON_MS = 10_000;

/**
 * Whose turn it is: orders that this process was asked for are driven at once, what others left behind is found by a sweep.
 * While an order is driven its lease is renewed; one that waits a moment only is taken up again without a sweep.
 */
export class DriveOrders {
  private readonly orders: OrdersRepository;
  private readonly steps: RunSteps;
  private readonly logger: Logger;
  private readonly leaseMs: number;
  private readonly driving = new Map<string, Promise<void>>();
  private readonly alarms = new Set<NodeJS.Timeout>();
  private renewals: NodeJS.Timeout | undefined;
  private nextSweep: NodeJS.Timeout | undefined;
  private sweeping: Promise<void> | undefined;
  private stopping = false;

  constructor(orders: OrdersRepository, steps: RunSteps, logger: Logger, leaseMs: number) {
    this.orders = orders;
    this.steps = steps;
    this.logger = logger;
    this.leaseMs = leaseMs;
  }

  start(): void {
    this.sweep();
    this.renewals = setInterval(() => void this.renew(), Math.max(100, this.leaseMs / 3));
  }

  /** Drives an order that this runner has just recorded. */
  drive(driven: Driven): void {
    const { order_id } = driven.order;
    if (this.driving.has(order_id)) return;
    const run = this.run(driven).finally(() => this.driving.delete(order_id));
    this.driving.set(order_id, run);
  }

  /** Drives an order that a request asks about, unless another process drives it. */
  async take(order_id: string): Promise<void> {
    if (this.stopping || this.driving.has(order_id)) return;
    try {
      const driven = await this.orders.claimOne(order_id);
      if (driven) this.drive(driven);
    } catch (error) {
      this.logger.warn({ err: error, order_id }, 'an order cannot be driven now');
    }
  }

  /** Starts nothing any more and gives back what it holds, each order after the step that it is in. */
  async stop(): Promise<void> {
    this.stopping = true;
    for (const timer of [this.renewals, this.nextSweep, ...this.alarms]) clearTimeout(timer);
    await this.sweeping;
    await Promise.all(this.driving.values());
  }

  private async run(driven: Driven): Promise<void> {
    const { order_id } = driven.order;
    try {
      const again = await this.steps.run(driven, () => this.stopping);
      if (again !== undefined && again <= SOON_MS) this.takeIn(again, order_id);
    } catch (error) {
      // The lease ends by itself, and the next runner reads the state as it is.
      this.logger.warn({ err: error, order_id }, 'an order is left to the next sweep');
    }
  }

  private takeIn(ms: number, order_id: string): void {
    if (this.stopping) return;
    const alarm = setTimeout(() => {
      this.alarms.delete(alarm);
      void this.take(order_id);
    }, ms);
    this.alarms.add(alarm);
  }

  private sweep(): void {
    this.sweeping = this.claim().finally(() => {
      if (this.stopping) return;
      this.nextSweep = setTimeout(() => this.sweep(), this.driving.size > 0 ? SWEEP_MS.busy : SWEEP_MS.idle);
    });
  }

  private async claim(): Promise<void> {
    const free = MAX_AT_ONCE - this.driving.size;
    if (free <= 0) return;
    try {
      for (const driven of await this.orders.claim(free)) this.drive(driven);
    } catch (error) {
      this.logger.debug({ err: error }, 'no sweep: the database does not answer');
    }
  }

  private async renew(): Promise<void> {
    if (this.driving.size === 0) return;
    await this.orders.renew([...this.driving.keys()]).catch(() => {});
  }
}
