import type { StockLow } from '@app/contracts';
import { layOut } from '../mail/lay-out.js';
import { type Notice, oneLine } from '../mail/notice.js';

/** Goes to the owner: no shopper and no order has to do with it. */
export function noticeOfLowStock(event: StockLow): Notice {
  const { event_id, occurred_at, product_id, stock, threshold } = event;
  const product = oneLine(event.product_name);
  const subject = `Stock is low: ${stock} x ${product} left`;
  const facts: [string, string][] = [
    ['Product', `${product} (number ${product_id})`],
    ['Left', String(stock)],
    ['Threshold', String(threshold)],
    ['Date', occurred_at],
  ];
  return {
    eventId: event_id,
    orderId: '',
    occurredAt: occurred_at,
    recipient: undefined,
    subject,
    render: () =>
      layOut(subject, { title: subject, says: ['There is little left of ', { bold: product }, '.'], facts }),
    line: {
      about: `product ${product}, stock ${stock}, threshold ${threshold}`,
      fields: { product_id, stock, threshold },
    },
  };
}
