/** One payment in the ledger of the payment simulator. */
export interface LedgerItem {
  payment_id: string;
  order_id: string;
  authorised_cents: number;
  captured_cents: number;
  refunded_cents: number;
  state: string;
}

/** Every payment, by order. */
export async function readLedger(url: string): Promise<Map<string, LedgerItem[]>> {
  const answer = await fetch(new URL('/ledger', url), { signal: AbortSignal.timeout(30_000) });
  if (!answer.ok) throw new Error(`the ledger of ${new URL(url).host} answered ${answer.status}`);
  const { items } = (await answer.json()) as { items: LedgerItem[] };
  return Map.groupBy(items, ({ order_id }) => order_id);
}
