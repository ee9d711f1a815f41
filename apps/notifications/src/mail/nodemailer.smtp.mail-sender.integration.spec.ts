// Real: an SMTP server on a socket, which parses what arrives.
import { productSoldExample } from '@app/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createSmtpSink, type SmtpSink } from '../../test/smtp-sink.js';
import { renderSaleEmail } from '../sale-email/render-sale-email.js';
import { NodemailerSmtpMailSender } from './nodemailer.smtp.mail-sender.js';

const mail = {
  to: 'ada@example.org',
  eventId: productSoldExample.event_id,
  traceId: 'c'.repeat(32),
  ...renderSaleEmail(productSoldExample),
};

describe('a mail by SMTP', () => {
  let sink: SmtpSink;
  let sender: NodemailerSmtpMailSender;

  beforeAll(async () => {
    sink = await createSmtpSink();
    sender = new NodemailerSmtpMailSender(sink.url, 'Storefront <orders@shop.example>');
  });
  beforeEach(() => {
    Object.assign(sink, { mails: [], offers: 0, answer: 'accept' });
  });
  afterAll(async () => {
    sender.close();
    await sink.close();
  });

  it('arrives with both parts, with ids that derive from the event and with its trace', async () => {
    expect(await sender.send(mail)).toEqual({ outcome: 'sent' });
    const [received] = sink.mails;
    expect(received).toMatchObject({
      from: { name: 'Storefront', address: 'orders@shop.example' },
      to: [{ address: 'ada@example.org' }],
      subject: 'Order ORD-2024-001: 2 x Laptop Gamer',
      messageId: `<${mail.eventId}@shop.example>`,
      text: expect.stringContaining('USD 2,998.00'),
      html: expect.stringContaining('USD 2,998.00'),
    });
    const header = (name: string) => received?.headers.find(({ key }) => key === name)?.value;
    expect([header('x-entity-ref-id'), header('x-trace-id')]).toEqual([mail.eventId, mail.traceId]);
  });

  it('keeps umlauts, and no header comes out of a name', async () => {
    const event = { ...productSoldExample, product_name: 'Größe 5 ☕\r\nBcc: eve@example.org' };
    await sender.send({ ...mail, ...renderSaleEmail(event) });
    expect(sink.mails[0]?.subject).toBe('Order ORD-2024-001: 2 x Größe 5 ☕ Bcc: eve@example.org');
    expect(sink.mails[0]?.bcc).toBeUndefined();
  });

  it.each([
    ['Shop: Team <a@shop.example>', 'Shop: Team'],
    ['Shop (EU) <a@shop.example>', 'Shop (EU)'],
    ['"Best" Shop <a@shop.example>', '"Best" Shop'],
    ['Shop, Inc. <a@shop.example>', 'Shop, Inc.'],
    ['"Shop, Inc." <a@shop.example>', 'Shop, Inc.'],
    ['"The \\"Best\\"; Shop" <a@shop.example>', 'The "Best"; Shop'],
    ['Größe 5 ☕ @ home <a@shop.example>', 'Größe 5 ☕ @ home'],
    ['a@shop.example', ''],
  ])('comes from %s as %s', async (from, name) => {
    const named = new NodemailerSmtpMailSender(sink.url, from);
    expect(await named.send(mail)).toEqual({ outcome: 'sent' });
    expect(sink.mails[0]?.from).toEqual({ name, address: 'a@shop.example' });
    named.close();
  });

  it('is rejected at once by a 550', async () => {
    sink.answer = { to: 'RCPT', reply: 550 };
    expect(await sender.send(mail)).toEqual({ outcome: 'rejected', reason: expect.stringContaining('550') });
    expect(sink.offers).toBe(1);
  });

  it.each(['RCPT', 'DATA'] as const)('is offered three times to a server that says 451 to %s', async (to) => {
    sink.answer = { to, reply: 451 };
    expect(await sender.send(mail)).toEqual({ outcome: 'deferred', reason: expect.stringContaining('451') });
    expect(sink.offers).toBe(3);
  });

  it('is unknown, and not sent again, when the connection ends after the final dot', async () => {
    sink.answer = 'drop-after-dot';
    expect(await sender.send(mail)).toMatchObject({ outcome: 'unknown' });
    expect(sink.offers).toBe(1);
  });

  it('did not go out while the server is down, and goes out when it is back', async () => {
    await sink.close();
    expect(await sender.send(mail)).toMatchObject({ outcome: 'unreachable' });
    expect(await sender.reachable()).toBe(false);
    await sink.open();
    expect(await sender.reachable()).toBe(true);
    expect(await sender.send(mail)).toEqual({ outcome: 'sent' });
  });
});
