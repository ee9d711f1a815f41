import { int4Array, int8Array, jsonArray, textArray, timestamptzArray, uuidArray } from '@app/postgres';
import type { ProductRow, RecordedSale } from './sale.js';
import type { Writes } from './sales.pg.repository.js';

/** The parameters of WRITE_BATCH, in its order. */
export function columnsOf(writes: Writes['sales'], products: ProductRow[]): Buffer[] {
  const sales = writes.map(({ sale }) => sale);
  return [
    uuidArray(sales.map(({ sale_id }) => sale_id)),
    textArray(sales.map(({ order_id }) => order_id)),
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
    textArray(writes.map(({ traceparent }) => traceparent ?? null)),
    jsonArray(writes.map(({ event }) => event)),
    int4Array(products.map(({ id }) => id)),
    int4Array(products.map(({ stock }) => stock)),
    int8Array(products.map(({ version }) => version)),
  ];
}

/** @param row columns named as in `RecordedSale`; only the time has another type */
export function toSale(row: Omit<RecordedSale, 'occurred_at'> & { occurred_at: Date }): RecordedSale {
  return { ...row, occurred_at: row.occurred_at.toISOString() };
}
