import type { OrderRefunded } from '@app/contracts';
import { layOut } from '../mail/lay-out.js';
import { formatMoney } from '../mail/money.js';
import { type MailText, oneLine } from '../mail/notice.js';

export function subjectOfRefund({ order_id, refunded_cents, currency }: OrderRefunded): string {
  return `Order ${oneLine(order_id)}: ${formatMoney(refunded_cents, currency)} refunded`;
}

export function renderRefundEmail(event: OrderRefunded): MailText {
  const order = oneLine(event.order_id);
  const money = (minorUnits: number) => formatMoney(minorUnits, event.currency);
  return layOut(subjectOfRefund(event), {
    title: `Refund for order ${order}`,
    says: [{ bold: money(event.refunded_cents) }, ' of order ', { bold: order }, ' were refunded.'],
    facts: [
      ['Order', order],
      ['Refund', oneLine(event.refund_id)],
      ['Refunded', money(event.refunded_cents)],
      ['Refunded in all', money(event.refunded_total_cents)],
      ['Date', event.occurred_at],
    ],
    table: {
      head: ['Product', 'Quantity', 'Refunded'],
      rows: event.lines.map(({ product_name, quantity, refunded_cents }) => [
        oneLine(product_name),
        String(quantity),
        money(refunded_cents),
      ]),
    },
  });
}
