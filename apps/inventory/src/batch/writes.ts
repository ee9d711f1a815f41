import type { RecordedReturn } from '../reserve/reservation.js';
import { returnEvent } from '../reserve/return-event.js';
import type { RecordedSale } from '../sell/sale.js';
import { saleEvent } from '../sell/sale-event.js';
import { stockLowEvent } from '../stock/low-stock.js';
import type { Decisions } from './decide-stock.js';
import type { Changes } from './draft.js';
import type { StockItem, StockOutcome } from './stock-item.js';

/** A row that has an event. */
export interface Told<Row> {
  row: Row;
  event: Buffer;
  traceparent: string | null;
}

/** What has to be written so that the decisions become true. */
export interface Writes extends Omit<Changes, 'falls' | 'turned'> {
  sales: Told<RecordedSale>[];
  returns: Told<RecordedReturn>[];
  /** Ids of the products that became low or have recovered, and the events that say the former. */
  low: { became: number[]; recovered: number[]; events: { event_id: string; event: Buffer }[] };
}

/**
 * The rows of a batch with their events, which the outcomes get as well. Events are encoded here: what breaks the
 * contract is never written.
 */
export function writesOf(
  items: readonly StockItem[],
  { outcomes, falls, turned, ...changes }: Decisions,
  occurredAt: string,
): Writes {
  const low = {
    became: turned.filter(({ is_low }) => is_low).map(({ id }) => id),
    recovered: turned.filter(({ is_low }) => !is_low).map(({ id }) => id),
    events: falls.map((fall) => ({ event_id: fall.event_id, event: stockLowEvent(fall, occurredAt) })),
  };
  const writes: Writes = { ...changes, low, sales: [], returns: [] };
  outcomes.forEach((outcome: StockOutcome, index) => {
    if (!outcome.ok || !('replayed' in outcome) || outcome.replayed) return;
    const traceparent = items[index]?.traceparent ?? null;
    const sales = newSales(outcome).map((row) => ({ row, event: saleEvent(row), traceparent }));
    const returns = newReturns(outcome).map((row) => ({ row, event: returnEvent(row), traceparent }));
    writes.sales.push(...sales);
    writes.returns.push(...returns);
    outcome.events = [...sales, ...returns].map(({ event }) => event);
  });
  return writes;
}

type Fresh = Extract<StockOutcome, { ok: true; replayed: boolean }>;

function newSales(outcome: Fresh): RecordedSale[] {
  if ('sale' in outcome) return [outcome.sale];
  return 'sales' in outcome ? outcome.sales : [];
}

const newReturns = (outcome: Fresh): RecordedReturn[] => ('returns' in outcome ? outcome.returns : []);
