import type { ProductSold } from '@app/contracts';
import { type MailText, oneLine } from '../mail/notice.js';
import { formatMoney } from './money.js';

export function subjectOfSale({ order_id, quantity, product_name }: ProductSold): string {
  return `Order ${oneLine(order_id)}: ${quantity} x ${oneLine(product_name)}`;
}

export function renderSaleEmail(event: ProductSold): MailText {
  const order = oneLine(event.order_id);
  const product = oneLine(event.product_name);
  const rows: [string, string][] = [
    ['Order', order],
    ['Product', product],
    ['Quantity', String(event.quantity)],
    ['Unit price', formatMoney(event.unit_price_cents, event.currency)],
    ['Total', formatMoney(event.total_cents, event.currency)],
    ['Date', event.occurred_at],
  ];
  return {
    subject: subjectOfSale(event),
    text: textOf(order, rows),
    html: htmlOf(order, rows),
  };
}

function textOf(order: string, rows: [string, string][]): string {
  const lines = rows.map(([name, value]) => `${`${name}:`.padEnd(12)}${value}`);
  return `Order ${order} is recorded.\n\n${lines.join('\n')}\n`;
}

function htmlOf(order: string, rows: [string, string][]): string {
  const lines = rows.map(
    ([name, value]) => `<tr><th align="left">${escapeHtml(name)}</th><td>${escapeHtml(value)}</td></tr>`,
  );
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Order ${escapeHtml(order)}</title></head>
<body style="font-family: sans-serif">
<p>Order <b>${escapeHtml(order)}</b> is recorded.</p>
<table cellpadding="4">
${lines.join('\n')}
</table>
</body>
</html>
`;
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char);
