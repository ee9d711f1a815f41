import type { RecordedReturn, Reservation, ReservedLine } from '../reserve/reservation.js';
import type { RecordedSale } from '../sell/sale.js';
import type { KnownOrder } from './situation.js';

/** A row as the driver reads it: times are dates. */
type Row<T, Times extends keyof T> = Omit<T, Times> & { [Time in Times]: Date | Extract<T[Time], null> };

export type SaleRow = Row<RecordedSale, 'occurred_at'>;
export type ReturnRow = Row<RecordedReturn, 'occurred_at'>;
export type ReservationRow = Row<Omit<Reservation, 'lines'>, 'expires_at' | 'settled_at'>;
export type LineRow = ReservedLine & { order_id: string };

export const toSale = (row: SaleRow): RecordedSale => ({ ...row, occurred_at: row.occurred_at.toISOString() });

export const toReturn = (row: ReturnRow): RecordedReturn => ({ ...row, occurred_at: row.occurred_at.toISOString() });

export function toReservation(row: ReservationRow, lines: LineRow[]): Reservation {
  return {
    ...row,
    expires_at: row.expires_at.toISOString(),
    settled_at: row.settled_at?.toISOString() ?? null,
    lines: lines.map(({ order_id: _, ...line }) => line),
  };
}

/** What each order_id stands for. A reservation counts more than sales: those are its lines. */
export function toOrders(
  sales: SaleRow[],
  reservations: (ReservationRow & { due: boolean })[],
  lines: LineRow[],
): Map<string, KnownOrder> {
  const orders = new Map<string, KnownOrder>();
  const linesOf = Map.groupBy(lines, ({ order_id }) => order_id);
  for (const { due, ...row } of reservations) {
    const reservation = toReservation(row, linesOf.get(row.order_id) ?? []);
    orders.set(row.order_id, { kind: 'reservation', reservation, due, sales: [] });
  }
  for (const sale of sales.map(toSale)) {
    const known = orders.get(sale.order_id);
    if (known?.kind === 'reservation') known.sales.push(sale);
    else orders.set(sale.order_id, { kind: 'sale', sale });
  }
  return orders;
}

/** @returns the rows of each return_id */
export const toReturns = (rows: ReturnRow[]): Map<string, RecordedReturn[]> =>
  Map.groupBy(rows.map(toReturn), ({ return_id }) => return_id);
