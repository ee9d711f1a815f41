import { eventExamples } from '@app/contracts';
import { describe, expect, it } from '@jest/globals';
import { noticeOfOrder, noticeOfRefund } from './notice-of-order.js';
import { renderOrderEmail, subjectOfOrder } from './render-order-email.js';

const { order_completed, order_refunded } = eventExamples;

describe('the mail of an order', () => {
  it('names each line with quantity, unit price and total, and the total of the order', () => {
    const { subject, text, html } = renderOrderEmail(order_completed);
    expect(subject).toBe('Order ORD-2024-002: 1 x Laptop Gamer and 1 more product');
    expect(text).toMatch(/^Laptop Gamer +1 +USD 1,499\.00 +USD 1,499\.00$/m);
    expect(text).toMatch(/^Mouse Wireless +2 +USD 29\.90 +USD 59\.80$/m);
    expect(text).toMatch(/^Total: +USD 1,558\.80$/m);
    expect(html).toContain('<td align="left">Mouse Wireless</td><td align="right">2</td>');
    expect(html).toContain('USD 1,558.80');
  });

  it('of one line is named like a sale', () => {
    const [line] = order_completed.lines;
    expect(subjectOfOrder({ ...order_completed, lines: [line] as never })).toBe('Order ORD-2024-002: 1 x Laptop Gamer');
  });

  it('shows markup as text, and keeps names on their line', () => {
    const lines = order_completed.lines.map((line) => ({ ...line, product_name: '<b>\r\nBcc: eve@example.org' }));
    const { subject, text, html } = renderOrderEmail({ ...order_completed, lines: lines as never });
    expect(subject).not.toMatch(/[\r\n]/);
    expect(text).not.toMatch(/^Bcc:/m);
    expect(html).not.toContain('<b> Bcc');
  });
});

describe('the line of an order', () => {
  it('names order, and product and quantity of each line', () => {
    expect(noticeOfOrder(order_completed)).toMatchObject({
      recipient: 'ada@example.org',
      line: {
        about: 'order ORD-2024-002, product Laptop Gamer, quantity 1; product Mouse Wireless, quantity 2',
        fields: {
          order_id: 'ORD-2024-002',
          lines: [
            { product_id: 1, quantity: 1 },
            { product_id: 2, quantity: 2 },
          ],
        },
      },
    });
  });

  it('of a refund names what was paid back', () => {
    const notice = noticeOfRefund(order_refunded);
    expect(notice.subject).toBe('Order ORD-2024-002: USD 29.90 refunded');
    expect(notice.line.about).toBe('order ORD-2024-002, product Mouse Wireless, quantity 1');
    const { text, html } = notice.render();
    expect(text).toMatch(/^Refund: +REF-2024-001$/m);
    expect(text).toMatch(/^Mouse Wireless +1 +USD 29\.90$/m);
    expect(html).toContain('USD 29.90');
  });
});
