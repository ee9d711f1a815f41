import { LOGGER, type Logger } from '@app/observability';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { StockBatches } from '../batch/stock-batches.js';
import type { AttemptRequest } from './reservation.js';
import { ReservationTelemetry } from './reservation-telemetry.js';
import { ReservationsRepository } from './reservations.pg.repository.js';

const INTERVAL_MS = 1_000;
const MAX_DUE = 200;
/** Milliseconds that an expiry may wait for its batch; the next sweep finds it again. */
const PATIENCE_MS = 2_000;

/** Each second what is due is expired, through the same queue as everything else. Two sweepers do no harm. */
@Injectable()
export class ExpireReservations implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly repository: ReservationsRepository;
  private readonly batches: StockBatches;
  private readonly telemetry: ReservationTelemetry;
  private readonly logger: Logger;
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(
    repository: ReservationsRepository,
    batches: StockBatches,
    telemetry: ReservationTelemetry,
    @Inject(LOGGER) logger: Logger,
  ) {
    this.repository = repository;
    this.batches = batches;
    this.telemetry = telemetry;
    this.logger = logger;
  }

  onApplicationBootstrap(): void {
    this.schedule(INTERVAL_MS);
  }

  onApplicationShutdown(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  private schedule(delayMs: number): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => void this.sweep(), delayMs).unref();
  }

  private async sweep(): Promise<void> {
    const found = await this.expireDue().catch((error: unknown) => {
      // That the database is away is said once, by the watch.
      this.logger.debug({ err: error }, 'reservations cannot be expired at the moment');
      return 0;
    });
    this.schedule(found === MAX_DUE ? 0 : INTERVAL_MS);
  }

  /** @returns how many were due */
  private async expireDue(): Promise<number> {
    const due = await this.repository.due(MAX_DUE);
    const expired = await Promise.all(due.map((request) => this.expire(request)));
    return expired.every(Boolean) ? due.length : 0;
  }

  /** @returns whether it was decided */
  private async expire(request: AttemptRequest): Promise<boolean> {
    const outcome = await this.batches.submit<'expire'>({ kind: 'expire', request }, Date.now() + PATIENCE_MS);
    if (outcome.ok && outcome.expired && outcome.reservation) this.telemetry.expired(outcome.reservation);
    return outcome.ok;
  }
}
