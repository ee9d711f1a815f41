import { Injectable } from '@nestjs/common';
import { Gauge, Registry } from 'prom-client';
import { withTimeout } from '../database/with-timeout.js';
import { ReservationsRepository } from './reservations.pg.repository.js';

/** How many reservations hold units, asked for by each scrape. NaN when the database does not answer. */
@Injectable()
export class ReservationMetrics {
  constructor(reservations: ReservationsRepository, registry: Registry) {
    new Gauge({
      name: 'inventory_reservations_pending',
      help: 'Reservations that hold units: neither confirmed nor released nor expired.',
      registers: [registry],
      async collect() {
        this.set((await withTimeout(reservations.pending())) ?? Number.NaN);
      },
    });
  }
}
