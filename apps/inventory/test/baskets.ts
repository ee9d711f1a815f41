import type { ConfirmOutcome, ReleaseOutcome, ReserveOutcome, ReserveRequest, ReturnOutcome } from '@app/contracts';
import type { InventoryClient } from './inventory-client.js';

/** A line of a basket: product and quantity; of a return: line and quantity. */
type Pair = [id: number, quantity: number];

/** A basket that is held for five minutes. */
export const basket = (order_id: string, ...lines: Pair[]): ReserveRequest => ({
  order_id,
  lines: lines.map(([product_id, quantity]) => ({ product_id, quantity })),
  ttl_seconds: 300,
  again: false,
});

/** The calls of orders, one at a time. */
export const ordersOf = (client: InventoryClient) => ({
  reserve: async (request: ReserveRequest): Promise<ReserveOutcome> =>
    first(await client.ReserveBatch({ requests: [request] })),
  confirm: async (order_id: string, attempt = 1): Promise<ConfirmOutcome> =>
    first(await client.ConfirmBatch({ requests: [{ order_id, attempt }] })),
  release: async (order_id: string, attempt = 1, reason = 'cancelled'): Promise<ReleaseOutcome> =>
    first(await client.ReleaseBatch({ requests: [{ order_id, attempt, reason }] })),
  giveBack: async (return_id: string, order_id: string, ...lines: Pair[]): Promise<ReturnOutcome> =>
    first(
      await client.ReturnBatch({
        requests: [{ return_id, order_id, lines: lines.map(([line, quantity]) => ({ line, quantity })) }],
      }),
    ),
});

const first = <Outcome>({ outcomes }: { outcomes: Outcome[] }): Outcome => outcomes[0] as Outcome;

/** What an outcome comes to: `done`, `replayed`, or the code of the refusal. */
export const resultOf = ({ refusal, replayed }: ReserveOutcome): string =>
  refusal?.failure ?? (replayed ? 'replayed' : 'done');
