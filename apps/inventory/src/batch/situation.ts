import type { RecordedReturn, Reservation } from '../reserve/reservation.js';
import type { RecordedSale } from '../sell/sale.js';
import type { ProductRow } from './product.js';

/** What an order_id stands for: one thing, permanently. */
export type KnownOrder =
  | { kind: 'sale'; sale: RecordedSale }
  /** `due`: its time had passed by the database's clock, under the lock. `sales`: one for each line when it is confirmed. */
  | { kind: 'reservation'; reservation: Reservation; due: boolean; sales: RecordedSale[] };

/** What decisions are made from. Everything was read under locks that are still held. */
export interface Situation {
  products: ReadonlyMap<number, ProductRow>;
  /** By order_id. */
  orders: ReadonlyMap<string, KnownOrder>;
  /** By return_id, one row for each line. */
  returns: ReadonlyMap<string, RecordedReturn[]>;
  /** One moment for the whole batch, RFC 3339. */
  occurredAt: string;
  /** The database's clock, milliseconds since the epoch: what reservations expire by. */
  databaseNow: number;
  /** uuid v7, ascending. */
  newId: () => string;
}
