import { int4Array, int8Array, jsonArray, type Statement, textArray, timestamptzArray, uuidArray } from '@app/postgres';
import type { RecordedReturn, Reservation } from '../reserve/reservation.js';
import type { RecordedSale } from '../sell/sale.js';
import { WRITE_BATCH, WRITE_LINES, WRITE_LOW, WRITE_RESERVATIONS, WRITE_RETURNS } from './batch.pg.sql.js';
import type { OrderLine } from './draft.js';
import type { ProductRow } from './product.js';
import type { Told, Writes } from './writes.js';

/** The statements that write a batch; none when nothing changed. */
export function statementsOf({ sales, returns, reservations, lines, products, low }: Writes): Statement[] {
  return [
    ...(reservations.length > 0 ? [{ ...WRITE_RESERVATIONS, values: reservationColumns(reservations) }] : []),
    ...(lines.length > 0 ? [{ ...WRITE_LINES, values: lineColumns(lines) }] : []),
    ...(products.length > 0 ? [{ ...WRITE_BATCH, values: batchColumns(sales, products) }] : []),
    ...(low.became.length + low.recovered.length > 0 ? [{ ...WRITE_LOW, values: lowColumns(low) }] : []),
    ...(returns.length > 0 ? [{ ...WRITE_RETURNS, values: returnColumns(returns) }] : []),
  ];
}

function batchColumns(told: Told<RecordedSale>[], products: ProductRow[]): Buffer[] {
  const sales = told.map(({ row }) => row);
  return [
    uuidArray(sales.map(({ sale_id }) => sale_id)),
    textArray(sales.map(({ order_id }) => order_id)),
    int4Array(sales.map(({ line }) => line)),
    int4Array(sales.map(({ product_id }) => product_id)),
    textArray(sales.map(({ product_name }) => product_name)),
    int4Array(sales.map(({ quantity }) => quantity)),
    int8Array(sales.map(({ unit_price_cents }) => unit_price_cents)),
    int8Array(sales.map(({ total_cents }) => total_cents)),
    textArray(sales.map(({ currency }) => currency)),
    int4Array(sales.map(({ stock_after }) => stock_after)),
    int8Array(sales.map(({ product_version }) => product_version)),
    textArray(sales.map(({ customer_email }) => customer_email)),
    timestamptzArray(sales.map(({ occurred_at }) => occurred_at)),
    textArray(told.map(({ traceparent }) => traceparent)),
    jsonArray(told.map(({ event }) => event)),
    int4Array(products.map(({ id }) => id)),
    int4Array(products.map(({ stock }) => stock)),
    int4Array(products.map(({ reserved }) => reserved)),
    int8Array(products.map(({ version }) => version)),
  ];
}

const lowColumns = ({ became, recovered, events }: Writes['low']): Buffer[] => [
  int4Array(became),
  int4Array(recovered),
  uuidArray(events.map(({ event_id }) => event_id)),
  jsonArray(events.map(({ event }) => event)),
];

const lineColumns = (lines: OrderLine[]): Buffer[] => [
  textArray(lines.map(({ order_id }) => order_id)),
  int4Array(lines.map(({ line }) => line)),
  int4Array(lines.map(({ product_id }) => product_id)),
  textArray(lines.map(({ product_name }) => product_name)),
  int4Array(lines.map(({ quantity }) => quantity)),
  int8Array(lines.map(({ unit_price_cents }) => unit_price_cents)),
  int4Array(lines.map(({ returned }) => returned)),
];

const reservationColumns = (rows: Reservation[]): Buffer[] => [
  textArray(rows.map(({ order_id }) => order_id)),
  int4Array(rows.map(({ attempt }) => attempt)),
  textArray(rows.map(({ state }) => state)),
  textArray(rows.map(({ reason }) => reason)),
  textArray(rows.map(({ currency }) => currency)),
  int8Array(rows.map(({ total_cents }) => total_cents)),
  textArray(rows.map(({ customer_email }) => customer_email)),
  timestamptzArray(rows.map(({ expires_at }) => expires_at)),
  timestamptzArray(rows.map(({ settled_at }) => settled_at)),
  textArray(rows.map(({ traceparent }) => traceparent)),
];

function returnColumns(told: Told<RecordedReturn>[]): Buffer[] {
  const rows = told.map(({ row }) => row);
  return [
    textArray(rows.map(({ return_id }) => return_id)),
    int4Array(rows.map(({ line }) => line)),
    textArray(rows.map(({ order_id }) => order_id)),
    int4Array(rows.map(({ product_id }) => product_id)),
    int4Array(rows.map(({ quantity }) => quantity)),
    int4Array(rows.map(({ stock_after }) => stock_after)),
    int8Array(rows.map(({ product_version }) => product_version)),
    uuidArray(rows.map(({ event_id }) => event_id)),
    timestamptzArray(rows.map(({ occurred_at }) => occurred_at)),
    textArray(told.map(({ traceparent }) => traceparent)),
    jsonArray(told.map(({ event }) => event)),
  ];
}
