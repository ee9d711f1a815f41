import type { StockItem } from './stock-item.js';

/** What a batch is about: what it locks and reads. */
export interface BatchKeys {
  orderIds: string[];
  returnIds: string[];
  /** Those that the requests name; the products of reservations are found under the lock. */
  productIds: number[];
  /** Nothing but simple sales: what only reservations need is not read. */
  onlySales: boolean;
}

/** @returns all keys of a batch; each product once */
export function keysOf(items: readonly StockItem[]): BatchKeys {
  return {
    orderIds: items.map(({ request }) => request.order_id),
    returnIds: items.flatMap((item) => (item.kind === 'return' ? [item.request.return_id] : [])),
    productIds: [...new Set(items.flatMap(productsOf))],
    onlySales: items.every(({ kind }) => kind === 'sale'),
  };
}

/** The ids that no other transaction may work on at the same time. */
export function keysOfItem(item: StockItem): string[] {
  const { order_id } = item.request;
  return item.kind === 'return' ? [order_id, item.request.return_id] : [order_id];
}

function productsOf(item: StockItem): number | number[] {
  if (item.kind === 'sale') return item.request.product_id;
  return item.kind === 'reserve' ? item.request.lines.map(({ product_id }) => product_id) : [];
}
