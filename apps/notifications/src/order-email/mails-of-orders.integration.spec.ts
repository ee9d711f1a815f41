// Real: PostgreSQL and an SMTP server on a socket, which parses what arrives.
import { randomUUID } from 'node:crypto';
import { type EventType, eventExamples } from '@app/contracts';
import { deliveryOf, dropDatabase } from '@app/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { notificationsDb, processOn } from '../../test/builders.js';
import { createSmtpSink, type SmtpSink } from '../../test/smtp-sink.js';
import { NodemailerSmtpMailSender } from '../mail/nodemailer.smtp.mail-sender.js';

const trace_id = 'd'.repeat(32);
const deliveryFor = (type: EventType, change = {}) =>
  deliveryOf({ ...eventExamples[type], event_id: randomUUID(), ...change } as never, {
    traceparent: `00-${trace_id}-${'1'.repeat(16)}-01`,
  });

describe('the mails of orders', () => {
  let url: string;
  let sink: SmtpSink;
  let sender: NodemailerSmtpMailSender;
  let bySmtp: ReturnType<typeof processOn>;
  let inTheLog: ReturnType<typeof processOn>;

  beforeAll(async () => {
    [url, sink] = await Promise.all([notificationsDb(), createSmtpSink()]);
    sender = new NodemailerSmtpMailSender(sink.url, 'Storefront <orders@shop.example>');
    [bySmtp, inTheLog] = [processOn(url, sender), processOn(url)];
  });
  beforeEach(() => {
    Object.assign(sink, { mails: [], offers: 0, answer: 'accept' });
  });
  afterAll(async () => {
    sender.close();
    await Promise.all([bySmtp.pool.end(), inTheLog.pool.end()]);
    await sink.close();
    await dropDatabase(url);
  });

  it('are one for an order of several lines, however often its event comes', async () => {
    const delivery = deliveryFor('order_completed');
    expect([await bySmtp.completed(delivery), await bySmtp.completed(delivery)]).toEqual([['ack'], ['ack']]);
    expect(sink.mails).toHaveLength(1);
    expect(sink.mails[0]).toMatchObject({
      to: [{ address: 'ada@example.org' }],
      subject: 'Order ORD-2024-002: 1 x Laptop Gamer and 1 more product',
      messageId: `<${delivery.messageId}@shop.example>`,
      text: expect.stringContaining('Mouse Wireless'),
      html: expect.stringContaining('Laptop Gamer'),
    });
    expect(sink.mails[0]?.headers.find(({ key }) => key === 'x-trace-id')?.value).toBe(trace_id);
  });

  it('are none for the sales that are lines of an order', async () => {
    const line = deliveryFor('product_sold', { line: 1 });
    expect([await bySmtp.email(line), await inTheLog.email(line)]).toEqual(['ack', 'ack']);
    expect(sink.offers).toBe(0);
    expect(inTheLog.emailLines()).toEqual([]);
  });

  it('are one for each refund', async () => {
    const refunds = [deliveryFor('order_refunded'), deliveryFor('order_refunded', { refund_id: 'REF-2' })];
    for (const refund of refunds) expect(await bySmtp.refunded(refund)).toEqual(['ack']);
    expect(sink.mails.map(({ subject }) => subject)).toEqual(Array(2).fill('Order ORD-2024-002: USD 29.90 refunded'));
  });

  it('go to the owner when a product runs low', async () => {
    expect(await bySmtp.stockLow(deliveryFor('stock_low'))).toEqual(['ack']);
    expect(sink.mails[0]).toMatchObject({
      to: [{ address: 'owner@shop.example' }],
      subject: 'Stock is low: 5 x Mouse Wireless left',
    });
  });

  it('K6: leave one line each that names recipient, subject, order, and product and quantity of each line', async () => {
    await inTheLog.completed(deliveryFor('order_completed'));
    await inTheLog.refunded(deliveryFor('order_refunded'));
    await inTheLog.stockLow(deliveryFor('stock_low'));
    expect(inTheLog.emailLines().map(({ msg }) => msg)).toEqual([
      '[EMAIL] to ada@example.org: "Order ORD-2024-002: 1 x Laptop Gamer and 1 more product" ' +
        '(order ORD-2024-002, product Laptop Gamer, quantity 1; product Mouse Wireless, quantity 2)',
      '[EMAIL] to ada@example.org: "Order ORD-2024-002: USD 29.90 refunded" ' +
        '(order ORD-2024-002, product Mouse Wireless, quantity 1)',
      '[EMAIL] to owner@shop.example: "Stock is low: 5 x Mouse Wireless left" ' +
        '(product Mouse Wireless, stock 5, threshold 5)',
    ]);
  });

  it('get no recipients from what an event or a header says', async () => {
    const hostile = deliveryFor('order_completed', {
      order_id: 'A\r\nBcc: eve@example.org',
      cc: 'eve@example.org',
      bcc: ['eve@example.org'],
    });
    await bySmtp.completed({
      ...hostile,
      headers: { CC: ['eve@example.org'], BCC: ['eve@example.org'], To: 'eve@example.org' },
    });
    const [mail] = sink.mails;
    expect([mail?.to, mail?.cc, mail?.bcc]).toEqual([[{ address: 'ada@example.org', name: '' }], undefined, undefined]);
  });
});
