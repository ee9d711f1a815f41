import type { Order, Refund } from '../order/order.js';
import type { Effect } from './process-table.js';

/** The one effect that is due. */
export type Step =
  | { effect: Exclude<Effect, 'refund' | 'restock' | 'audit'> }
  | { effect: 'refund' | 'restock'; refund: Refund };

/** The effect that is due in a state; an end has none of its own. */
const DUE = {
  reserved: 'authorise',
  authorised: 'confirm',
  confirmed: 'capture',
  voiding: 'void',
  releasing: 'release',
  returning: 'return',
  withdrawing: 'void',
} as const;

/** What to do next, or undefined when there is nothing to do. */
export function nextStep(order: Order): Step | undefined {
  if (order.state in DUE) return { effect: DUE[order.state as keyof typeof DUE] };
  if (order.state !== 'completed') return undefined;
  const refund = order.refunds.find(({ state }) => state === 'requested' || state === 'paid');
  return refund && { effect: refund.state === 'requested' ? 'refund' : 'restock', refund };
}

/** Effects that learn what the payment service knows: a notice that came before one of them adds nothing. */
export const LOOKS_AT_THE_PAYMENT: ReadonlySet<Effect> = new Set(['authorise', 'void', 'audit']);

const MARGIN_MS = 30_000;

/**
 * From this moment on (ms since 1970) no money is asked for any more: the reservation ends soon. 30 s before, or a third of the
 * time for short ones.
 */
export function lastMomentToPay({ placed_at, expires_at }: Pick<Order, 'placed_at' | 'expires_at'>): number {
  const end = Date.parse(expires_at);
  return end - Math.min(MARGIN_MS, (end - Date.parse(placed_at)) / 3);
}
