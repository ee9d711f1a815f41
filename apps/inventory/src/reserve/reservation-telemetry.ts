import { type Failure, isFault } from '@app/contracts';
import { LOGGER, type Logger, SpanKind, shopAttributes, type TraceSpan, Tracing, traceIdOf } from '@app/observability';
import { Inject, Injectable } from '@nestjs/common';
import { Counter, Registry } from 'prom-client';
import type { DecisionOf } from '../batch/stock-item.js';
import { SaleTelemetry } from '../sell/sale-telemetry.js';
import type { Reservation } from './reservation.js';

type Call = 'reserve' | 'confirm' | 'release' | 'return';
type Outcome = DecisionOf<Call> | Failure;

const DONE = { reserve: 'reserved', confirm: 'confirmed', release: 'released', return: 'returned' } as const;

/** What operators see of reservations: one span and one log line each, and the numbers. */
@Injectable()
export class ReservationTelemetry {
  private readonly tracing: Tracing;
  private readonly logger: Logger;
  private readonly sales: SaleTelemetry;
  private readonly outcomes: Counter<'call' | 'outcome'>;

  constructor(tracing: Tracing, @Inject(LOGGER) logger: Logger, sales: SaleTelemetry, registry: Registry) {
    this.tracing = tracing;
    this.logger = logger;
    this.sales = sales;
    this.outcomes = new Counter({
      name: 'inventory_reservation_outcomes_total',
      help: 'Answers about reservations: reserved, confirmed, released, expired, returned, replayed, or the code of the failure.',
      labelNames: ['call', 'outcome'],
      registers: [registry],
    });
  }

  start(call: Call, order_id: string, parent: string | undefined): TraceSpan {
    return this.tracing.start(`${call}_stock`, SpanKind.SERVER, { parent, attributes: shopAttributes({ order_id }) });
  }

  end(call: Call, span: TraceSpan, outcome: Outcome): void {
    const word = outcome.ok ? (outcome.replayed ? 'replayed' : DONE[call]) : outcome.failure;
    span.end(outcome.ok || !isFault(outcome.failure) ? undefined : word, shopAttributes({ outcome: word }));
    this.outcomes.inc({ call, outcome: word });
    if (!outcome.ok || outcome.replayed) return;
    this.log(span.traceId, outcome.reservation, `stock ${DONE[call]}`);
    if ('sales' in outcome) for (const sale of outcome.sales) this.sales.recorded(sale, span.traceId);
  }

  /** A request that was not even tried. */
  refused(call: Call, failure: Failure): Failure {
    this.outcomes.inc({ call, outcome: failure.failure });
    return failure;
  }

  /** The sweep has given units back. */
  expired(reservation: Reservation): void {
    this.outcomes.inc({ call: 'expire', outcome: 'expired' });
    this.log(traceIdOf(reservation.traceparent ?? undefined), reservation, 'stock expired');
  }

  private log(trace_id: string | undefined, { order_id, attempt, lines }: Reservation, message: string): void {
    this.logger.info({ trace_id, order_id, attempt, lines: lines.length }, message);
  }
}
