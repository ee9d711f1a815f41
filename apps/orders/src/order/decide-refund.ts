import type { Failure } from '@app/contracts';
import { type Order, type Refund, type RefundLine, refundedQuantity } from './order.js';
import type { NewOrderEvent } from './order-event.js';

/** Pays back named lines, or everything that is left. */
export interface RefundCommand {
  refund_id: string;
  lines?: RefundLine[];
  restock: boolean;
}

type Decision = { ok: true; events: NewOrderEvent[] } | Failure;

/** Refunds that are asked for count against what was paid from that moment on, whether they have reached the payment service or not. */
export function decideRefund(order: Order, command: RefundCommand): Decision {
  const { refund_id, restock } = command;
  const earlier = order.refunds.find((refund) => refund.refund_id === refund_id);
  if (earlier) return isSame(earlier, command) ? again(order, earlier) : reused(refund_id);
  if (order.state !== 'completed')
    return exceeds(order, `Order ${order.order_id} is ${order.state}: nothing can be refunded`);
  const lines = command.lines ?? whatIsLeft(order);
  const errors = lines.flatMap((line, index) => tooMuch(order, line, index));
  if (errors.length > 0 || lines.length === 0)
    return exceeds(order, 'More than what was paid for and not refunded yet', errors);
  const data = { refund_id, lines, whole: command.lines === undefined, cents: worth(order, lines), restock };
  return { ok: true, events: [{ type: 'refund_requested', data }] };
}

/** The answer to a repeated request is the answer to the first one. */
function again(order: Order, { state }: Refund): Decision {
  if (state !== 'refused') return { ok: true, events: [] };
  return exceeds(order, 'The payment service refused this refund');
}

function isSame(earlier: Refund, { lines, restock }: RefundCommand): boolean {
  if (earlier.restock !== restock || earlier.whole !== (lines === undefined)) return false;
  return lines === undefined || JSON.stringify(sorted(lines)) === JSON.stringify(sorted(earlier.lines));
}

const sorted = (lines: RefundLine[]) =>
  lines.map(({ line, quantity }) => [line, quantity] as const).sort(([a], [b]) => a - b);

function whatIsLeft(order: Order): RefundLine[] {
  return order.lines
    .map(({ line, quantity }) => ({ line, quantity: quantity - refundedQuantity(order, line) }))
    .filter(({ quantity }) => quantity > 0);
}

function tooMuch(order: Order, { line, quantity }: RefundLine, index: number) {
  const bought = order.lines.find((one) => one.line === line);
  if (!bought) return [{ pointer: `/lines/${index}/line`, detail: `the order has no line ${line}` }];
  const available = bought.quantity - refundedQuantity(order, line);
  const detail = `of line ${line} ${available} can still be refunded`;
  return quantity > available ? [{ pointer: `/lines/${index}/quantity`, detail, available }] : [];
}

function worth(order: Order, lines: RefundLine[]): number {
  const price = (line: number) => order.lines.find((one) => one.line === line)?.unit_price_cents ?? 0;
  return lines.reduce((sum, { line, quantity }) => sum + price(line) * quantity, 0);
}

function reused(refund_id: string): Failure {
  return { ok: false, failure: 'refund-id-reused', message: `The refund_id ${refund_id} was used with another body` };
}

function exceeds({ state }: Order, message: string, errors: Failure['errors'] = []): Failure {
  return { ok: false, failure: 'refund-exceeds-payment', message, state, ...(errors.length > 0 && { errors }) };
}
