import type { ProductSold } from '@app/contracts';
import { layOut } from '../mail/lay-out.js';
import { formatMoney } from '../mail/money.js';
import { type MailText, oneLine } from '../mail/notice.js';

export function subjectOfSale({ order_id, quantity, product_name }: ProductSold): string {
  return `Order ${oneLine(order_id)}: ${quantity} x ${oneLine(product_name)}`;
}

export function renderSaleEmail(event: ProductSold): MailText {
  const order = oneLine(event.order_id);
  const facts: [string, string][] = [
    ['Order', order],
    ['Product', oneLine(event.product_name)],
    ['Quantity', String(event.quantity)],
    ['Unit price', formatMoney(event.unit_price_cents, event.currency)],
    ['Total', formatMoney(event.total_cents, event.currency)],
    ['Date', event.occurred_at],
  ];
  return layOut(subjectOfSale(event), {
    title: `Order ${order}`,
    says: ['Order ', { bold: order }, ' is recorded.'],
    facts,
  });
}
