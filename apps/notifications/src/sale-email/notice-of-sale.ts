import type { ProductSold } from '@app/contracts';
import { type Notice, oneLine } from '../mail/notice.js';
import { renderSaleEmail, subjectOfSale } from './render-sale-email.js';

export function noticeOfSale(event: ProductSold): Notice {
  const { event_id, product_id, quantity } = event;
  const order_id = oneLine(event.order_id);
  return {
    eventId: event_id,
    orderId: event.order_id,
    occurredAt: event.occurred_at,
    recipient: event.customer_email,
    subject: subjectOfSale(event),
    render: () => renderSaleEmail(event),
    line: {
      about: `order ${order_id}, product ${oneLine(event.product_name)}, quantity ${quantity}`,
      fields: { order_id, product_id, quantity },
    },
  };
}
