// Real: PostgreSQL and an SMTP server on a socket; a closed port stands for a database that is down.
import type { Hold } from '@app/messaging';
import { createTcpGate, deliveryOf, dropDatabase, eventually, saleEvent, type TcpGate } from '@app/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { notificationsDb, processOn } from '../../test/builders.js';
import { createSmtpSink, type SmtpSink } from '../../test/smtp-sink.js';
import { NodemailerSmtpMailSender } from '../mail/nodemailer.smtp.mail-sender.js';

const BEING_SENT = { retry: 'it is being sent', atMost: '30s' };

type Service = ReturnType<typeof processOn>;

describe('the mail of a sale', () => {
  let url: string;
  let gate: TcpGate;
  let sink: SmtpSink;
  let sender: NodemailerSmtpMailSender;
  let services: Service[];
  let one: Service;
  let two: Service;
  let holding: Service;
  let logOnly: Service;

  beforeAll(async () => {
    url = await notificationsDb();
    gate = await createTcpGate(url);
    await gate.open();
    sink = await createSmtpSink();
    sender = new NodemailerSmtpMailSender(sink.url, 'Storefront <orders@shop.example>');
    one = processOn(gate.url, sender);
    two = processOn(url, sender);
    holding = processOn(url, sender, 'hold');
    logOnly = processOn(gate.url);
    services = [one, two, holding, logOnly];
  });
  beforeEach(() => {
    Object.assign(sink, { mails: [], offers: 0, answer: 'accept', delayMs: 0 });
  });
  afterAll(async () => {
    sender.close();
    for (const { pool } of services) await pool.end();
    await sink.close();
    await gate.close();
    await dropDatabase(url);
  });

  it('K6: leaves one line that names recipient, subject, order, product and quantity, in the trace of the sale', async () => {
    const trace_id = 'c'.repeat(32);
    const event = saleEvent({ order_id: 'ORD-2024-001' });
    const delivery = deliveryOf(event, { traceparent: `00-${trace_id}-${'1'.repeat(16)}-01` });
    expect([await logOnly.email(delivery), await logOnly.email(delivery)]).toEqual(['ack', 'ack']);
    const { event_id, quantity, order_id } = event;
    expect(logOnly.emailLines()).toEqual([
      expect.objectContaining({
        level: 30,
        trace_id,
        event_id,
        order_id,
        quantity,
        msg: '[EMAIL] to ada@example.org: "Order ORD-2024-001: 2 x Laptop Gamer" (order ORD-2024-001, product Laptop Gamer, quantity 2)',
      }),
    ]);
    const metrics = await logOnly.registry.metrics();
    expect(metrics).toMatch(/^notifications_emails_sent_total 1$/m);
    expect(metrics).toMatch(/^notifications_duplicate_events_total 1$/m);
  });

  it('says in X-Trace-Id which trace its sale is in', async () => {
    const trace_id = 'd'.repeat(32);
    await one.email(deliveryOf(saleEvent(), { traceparent: `00-${trace_id}-${'1'.repeat(16)}-01` }));
    expect(sink.mails[0]?.headers.find(({ key }) => key === 'x-trace-id')?.value).toBe(trace_id);
  });

  it('goes to NOTIFICATIONS_TO when the shopper gave no address', async () => {
    const { customer_email, ...event } = saleEvent();
    await one.email(deliveryOf(event));
    expect(sink.mails[0]?.to?.[0]?.address).toBe('sales@shop.example');
  });

  it('goes out once when two processes, and one twice, get its event at the same time', async () => {
    sink.delayMs = 200;
    const delivery = deliveryOf(saleEvent());
    const dispositions = await Promise.all([one, two, one].map(({ email }) => email(delivery)));
    expect(dispositions.filter((d) => d === 'ack')).toHaveLength(1);
    expect(dispositions.filter((d) => d !== 'ack')).toEqual([BEING_SENT, BEING_SENT]);
    expect(await two.email(delivery)).toBe('ack');
    expect(sink.mails).toHaveLength(1);
  });

  it('goes out once and is recorded whatever its event looks like: a leap second, an id in capitals', async () => {
    const event = saleEvent({ occurred_at: '2026-12-31T23:59:60Z' });
    const event_id = event.event_id.toUpperCase();
    for (const json of [event, { ...event, event_id }]) expect(await one.email(deliveryOf(json))).toBe('ack');
    expect(sink.mails).toHaveLength(1);
    const { rows } = await one.pool.query('SELECT state FROM notifications WHERE event_id = $1', [event_id]);
    expect(rows).toEqual([{ state: 'sent' }]);
  });

  it('is none for the line of an order: the order has its own', async () => {
    expect(await one.email(deliveryOf(saleEvent({ line: 1 })))).toBe('ack');
    expect(sink.mails).toHaveLength(0);
  });

  it('is none for an event that is none', async () => {
    expect(await one.email(deliveryOf({ ...saleEvent(), version: 2 }))).toMatchObject({
      kind: 'unsupported-version',
    });
    expect(await one.email(deliveryOf(saleEvent(), { messageId: 'other' }))).toMatchObject({ kind: 'schema' });
    expect(await one.email(deliveryOf(saleEvent({ order_id: 'A\u0000' })))).toMatchObject({ kind: 'data' });
    expect(sink.offers).toBe(0);
  });

  it('is parked when the server rejects it, and goes out when it is given back', async () => {
    const delivery = deliveryOf(saleEvent());
    sink.answer = { to: 'RCPT', reply: 550 };
    expect(await one.email(delivery)).toEqual({ kind: 'smtp-rejected', park: expect.stringContaining('550') });
    sink.answer = 'accept';
    expect(await two.email(delivery)).toBe('ack');
  });

  it('is retried when the server takes it later', async () => {
    const delivery = deliveryOf(saleEvent());
    sink.answer = { to: 'DATA', reply: 451 };
    expect(await one.email(delivery)).toEqual({ retry: expect.stringContaining('451') });
    sink.answer = 'accept';
    expect(await two.email(delivery)).toBe('ack');
    expect(sink.mails).toHaveLength(1);
  });

  it('goes out again with the same Message-ID when nobody knows whether it went out (resend)', async () => {
    const delivery = deliveryOf(saleEvent());
    sink.answer = 'drop-after-dot';
    expect(await one.email(delivery)).toEqual({ retry: expect.any(String) });
    sink.answer = 'accept';
    expect(await one.email(delivery)).toBe('ack');
    const ids = sink.mails.map(({ messageId }) => messageId);
    expect(ids).toEqual(Array(2).fill(`<${delivery.messageId}@shop.example>`));
    expect(one.emailLines().filter(({ event_id }) => event_id === delivery.messageId)).toHaveLength(1);
  });

  it('waits for an operator when nobody knows whether it went out (hold)', async () => {
    const delivery = deliveryOf(saleEvent());
    sink.answer = 'drop-after-dot';
    expect(await holding.email(delivery)).toMatchObject({ kind: 'unknown-outcome' });
    sink.answer = 'accept';
    expect(await holding.email(delivery)).toMatchObject({ kind: 'unknown-outcome' });
    const replayed = { ...delivery, headers: { 'x-replayed-at': new Date(Date.now() + 1_000).toISOString() } };
    expect(await holding.email(replayed)).toBe('ack');
    expect(sink.mails).toHaveLength(2);
  });

  it('is held while no mail server answers', async () => {
    const delivery = deliveryOf(saleEvent());
    await sink.close();
    const held = (await one.email(delivery)) as Hold;
    expect(held.hold).toContain('SMTP');
    expect(await held.probe()).toBe(false);
    await sink.open();
    expect(await held.probe()).toBe(true);
    expect(await one.email(delivery)).toBe('ack');
    expect(sink.mails).toHaveLength(1);
  });

  it('is held while the database is down', async () => {
    const delivery = deliveryOf(saleEvent());
    await gate.close();
    const held = (await one.email(delivery)) as Hold;
    expect(held.hold).toContain('PostgreSQL');
    expect(await held.probe()).toBe(false);
    await gate.open();
    expect(await held.probe()).toBe(true);
    expect(await one.email(delivery)).toBe('ack');
    expect(sink.mails).toHaveLength(1);
  });

  it('does not go out again when the database was down after it went out', async () => {
    const delivery = deliveryOf(saleEvent());
    sink.delayMs = 500;
    const first = one.email(delivery);
    await eventually(() => sink.mails.length === 1);
    await gate.close();
    expect(await first).toMatchObject({ hold: expect.stringContaining('PostgreSQL') });
    await gate.open();
    await eventually(async () => (await one.email(delivery)) === 'ack');
    expect(await two.email(delivery)).toBe('ack');
    expect(sink.mails).toHaveLength(1);
    expect(one.emailLines().filter(({ event_id }) => event_id === delivery.messageId)).toHaveLength(1);
  });
});
