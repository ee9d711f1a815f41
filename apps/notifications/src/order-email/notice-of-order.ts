import type { OrderCompleted, OrderRefunded } from '@app/contracts';
import { type Notice, oneLine } from '../mail/notice.js';
import { renderOrderEmail, subjectOfOrder } from './render-order-email.js';
import { renderRefundEmail, subjectOfRefund } from './render-refund-email.js';

export function noticeOfOrder(event: OrderCompleted): Notice {
  return { ...noticeOf(event), subject: subjectOfOrder(event), render: () => renderOrderEmail(event) };
}

export function noticeOfRefund(event: OrderRefunded): Notice {
  return { ...noticeOf(event), subject: subjectOfRefund(event), render: () => renderRefundEmail(event) };
}

function noticeOf(event: OrderCompleted | OrderRefunded): Omit<Notice, 'subject' | 'render'> {
  const order_id = oneLine(event.order_id);
  const lines = event.lines.map(({ product_id, quantity }) => ({ product_id, quantity }));
  const words = event.lines.map(
    ({ product_name, quantity }) => `product ${oneLine(product_name)}, quantity ${quantity}`,
  );
  return {
    eventId: event.event_id,
    orderId: event.order_id,
    occurredAt: event.occurred_at,
    recipient: event.customer_email,
    line: { about: `order ${order_id}, ${words.join('; ')}`, fields: { order_id, lines } },
  };
}
