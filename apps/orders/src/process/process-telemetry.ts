import { textOf } from '@app/base';
import { databaseAttributes, type Logger, SpanKind, shopAttributes, type Tracing, traceIdOf } from '@app/observability';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { isEnd, type Order } from '../order/order.js';
import type { OrderEvent } from '../order/order-event.js';
import type { OrdersRepository } from '../order/orders.pg.repository.js';
import type { Outcome } from './outcome.js';
import type { Effect } from './process-table.js';

const SCRAPE_TIMEOUT_MS = 1_000;
const DATABASE = databaseAttributes('postgresql', 'orders_db');

interface Asked {
  order_id?: string;
  traceparent?: string | undefined;
}

/** What operators see of the process: a span and a log line for each step, and the numbers. */
export class ProcessTelemetry {
  private readonly tracing: Tracing;
  private readonly logger: Logger;
  private readonly placed: Counter;
  private readonly completed: Counter;
  private readonly ended: Counter<'state' | 'reason'>;
  private readonly steps: Counter<'effect' | 'outcome'>;
  private readonly seconds: Histogram<'effect'>;

  constructor(tracing: Tracing, logger: Logger, registry: Registry) {
    this.tracing = tracing;
    this.logger = logger;
    const registers = [registry];
    this.placed = new Counter({ name: 'orders_placed_total', help: 'Orders recorded, each once.', registers });
    this.completed = new Counter({ name: 'orders_completed_total', help: 'Orders completed, each once.', registers });
    this.ended = new Counter({
      name: 'orders_ended_total',
      help: 'Orders that came to an end, by state and reason.',
      labelNames: ['state', 'reason'],
      registers,
    });
    this.steps = new Counter({
      name: 'orders_steps_total',
      help: 'Effects that were performed, by what came of them.',
      labelNames: ['effect', 'outcome'],
      registers,
    });
    this.seconds = new Histogram({
      name: 'orders_step_duration_seconds',
      help: 'How long an effect took.',
      labelNames: ['effect'],
      buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10],
      registers,
    });
  }

  /** What is asked of orders: a span in the trace of the request, with a link to the trace of the order that it is about. */
  async call<Request extends Asked, Answer extends { ok: boolean; order?: Order }>(
    name: string,
    request: Request,
    perform: (request: Request) => Promise<Answer>,
  ): Promise<Answer> {
    const attributes = shopAttributes({ order_id: request.order_id });
    const span = this.tracing.start(name, SpanKind.SERVER, { parent: request.traceparent, attributes });
    try {
      const answer = await perform({ ...request, traceparent: span.traceparent });
      span.link(answer.order?.traceparent);
      span.end();
      return answer;
    } catch (error) {
      span.end(textOf(error));
      throw error;
    }
  }

  /** A write to the history of an order, under a span of its trace. */
  async write<T>(order: Order, write: () => Promise<T>): Promise<T> {
    const span = this.tracing.start('append order_events', SpanKind.CLIENT, {
      parent: order.traceparent,
      attributes: DATABASE,
    });
    try {
      return await write();
    } finally {
      span.end();
    }
  }

  /** Runs one effect under a span of the order's trace. */
  async step(order: Order, effect: Effect, perform: (traceparent: string) => Promise<Outcome>): Promise<Outcome> {
    const span = this.tracing.start(`order_${effect}`, SpanKind.CLIENT, {
      parent: order.traceparent,
      attributes: shopAttributes({ order_id: order.order_id }),
    });
    const stop = this.seconds.startTimer({ effect });
    const outcome = await perform(span.traceparent);
    stop();
    span.end(outcome.outcome === 'unknown' ? outcome.reason : undefined, shopAttributes({ outcome: outcome.outcome }));
    this.steps.inc({ effect, outcome: outcome.outcome });
    if (outcome.outcome === 'unknown' && !outcome.patient) {
      const { order_id } = order;
      this.logger.warn(
        { trace_id: span.traceId, order_id, effect, reason: outcome.reason },
        'order step has no outcome yet',
      );
    }
    return outcome;
  }

  /** One line for each event, with the trace of the request that placed the order, however much later. */
  recorded(order: Order, history: OrderEvent[]): void {
    const { order_id, state, reason, traceparent } = order;
    const trace_id = traceIdOf(traceparent);
    for (const { type, seq } of history) {
      this.logger.info({ trace_id, order_id, event: type, seq, state }, 'order event');
      if (type === 'placed') this.placed.inc();
      if (type === 'payment_captured') this.completed.inc();
    }
    if (isEnd(state)) this.ended.inc({ state, reason: reason ?? '' });
  }

  /** Orders that are under way, asked for by each scrape. */
  watch(orders: OrdersRepository, registry: Registry): void {
    const registers = [registry];
    const age = new Gauge({
      name: 'orders_oldest_age_seconds',
      help: 'Age of the oldest order under way, by state.',
      labelNames: ['state'],
      registers,
    });
    const stuck = new Gauge({
      name: 'orders_stuck',
      help: 'Orders whose next step has been due for more than a minute, or that have no end 30 s after their reservation.',
      registers,
    });
    new Gauge({
      name: 'orders_under_way',
      help: 'Orders for which something is due, by state.',
      labelNames: ['state'],
      registers,
      async collect() {
        const rows = await withTimeout(orders.statistics());
        this.reset();
        age.reset();
        stuck.set(rows ? rows.reduce((sum, row) => sum + row.stuck, 0) : Number.NaN);
        for (const { state, count, oldest_seconds } of rows ?? []) {
          this.set({ state }, count);
          age.set({ state }, oldest_seconds);
        }
      },
    });
  }
}

/** The value, or undefined when it fails or is late: a scrape never waits for a database. */
async function withTimeout<T>(promise: Promise<T>): Promise<T | undefined> {
  const late = new Promise<undefined>((resolve) => {
    setTimeout(() => resolve(undefined), SCRAPE_TIMEOUT_MS).unref();
  });
  return await Promise.race([promise.catch(() => undefined), late]);
}
