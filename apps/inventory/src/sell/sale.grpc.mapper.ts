import {
  type DecreaseStockResponse,
  type Failure,
  invalid,
  type Sale,
  type SaleOutcome as SaleOutcomeMessage,
} from '@app/contracts';
import type { OutcomeOf } from '../batch/stock-item.js';
import type { RecordedSale } from './sale.js';

/** `events` holds the bytes to publish, only for a sale that was recorded by this call. */
export type SaleOutcome = OutcomeOf<'sale'>;

/** Most requests of one batch call: far below gRPC's 4 MiB. */
export const MAX_BATCH_REQUESTS = 1_000;

const NO_EVENT = Buffer.alloc(0);
const SOLD = 'Stock updated successfully';

/** The encoder takes the fields of the message and leaves the rest (the shopper's address) behind. */
export const toSaleMessage = (sale: RecordedSale): Sale => sale;

export function toResponse({ sale, replayed, events }: Extract<SaleOutcome, { ok: true }>): DecreaseStockResponse {
  return {
    product_id: sale.product_id,
    current_stock: sale.stock_after,
    success: true,
    message: SOLD,
    sale: toSaleMessage(sale),
    replayed,
    event: events?.[0] ?? NO_EVENT,
  };
}

export function toOutcome(outcome: SaleOutcome): SaleOutcomeMessage {
  if (!outcome.ok) {
    const { failure, message, available, errors = [] } = outcome;
    return { failure, message, available, errors, sale: undefined, replayed: false, event: NO_EVENT };
  }
  const { sale, replayed, events } = outcome;
  const event = events?.[0] ?? NO_EVENT;
  return { failure: '', message: SOLD, sale: toSaleMessage(sale), replayed, event, errors: [] };
}

export function batchTooLarge(length: number): Failure {
  return invalid([{ pointer: '/requests', detail: `requests has ${length} items, at most ${MAX_BATCH_REQUESTS}` }]);
}
