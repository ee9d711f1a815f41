import type { OrderCompleted } from '@app/contracts';
import { layOut } from '../mail/lay-out.js';
import { formatMoney } from '../mail/money.js';
import { type MailText, oneLine } from '../mail/notice.js';

/** `Order ORD-2024-002: 1 x Laptop Gamer and 2 more products`. */
export function subjectOfOrder({ order_id, lines }: OrderCompleted): string {
  const [first, ...others] = lines;
  const start = `Order ${oneLine(order_id)}: ${first?.quantity} x ${oneLine(first?.product_name ?? '')}`;
  if (others.length === 0) return start;
  return `${start} and ${others.length} more product${others.length === 1 ? '' : 's'}`;
}

export function renderOrderEmail(event: OrderCompleted): MailText {
  const order = oneLine(event.order_id);
  const money = (minorUnits: number) => formatMoney(minorUnits, event.currency);
  return layOut(subjectOfOrder(event), {
    title: `Order ${order}`,
    says: ['Order ', { bold: order }, ' is paid and complete.'],
    facts: [
      ['Order', order],
      ['Total', money(event.total_cents)],
      ['Date', event.completed_at],
    ],
    table: {
      head: ['Product', 'Quantity', 'Unit price', 'Total'],
      rows: event.lines.map(({ product_name, quantity, unit_price_cents, total_cents }) => [
        oneLine(product_name),
        String(quantity),
        money(unit_price_cents),
        money(total_cents),
      ]),
    },
  });
}
