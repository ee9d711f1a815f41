import { within } from '@app/base';
import { Injectable } from '@nestjs/common';
import { Gauge, Registry } from 'prom-client';
import { ReservationsRepository } from './reservations.pg.repository.js';

const SCRAPE_TIMEOUT_MS = 1_000;

/** How many reservations hold units, asked for by each scrape. NaN when the database does not answer. */
@Injectable()
export class ReservationMetrics {
  constructor(reservations: ReservationsRepository, registry: Registry) {
    new Gauge({
      name: 'inventory_reservations_pending',
      help: 'Reservations that hold units: neither confirmed nor released nor expired.',
      registers: [registry],
      async collect() {
        const pending = within(SCRAPE_TIMEOUT_MS, reservations.pending(), () => Number.NaN);
        this.set(await pending.catch(() => Number.NaN));
      },
    });
  }
}
