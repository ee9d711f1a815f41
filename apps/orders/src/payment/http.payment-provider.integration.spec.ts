// Real: the payment simulator as an operating-system process, behind a TCP gate that breaks connections.
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTcpGate, eventually, type ServiceProcess, spawnPaymentSimulator, type TcpGate } from '@app/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ensureBuilt } from '../../../../stack/build.ts';
import { HttpPaymentProvider } from './http.payment-provider.js';

const DEADLINE_MS = 8_000;

describe('the payment service by HTTP', () => {
  let folder: string;
  let simulator: ServiceProcess;
  let gate: TcpGate;
  let provider: HttpPaymentProvider;
  let orders = 0;
  let reference: string;

  beforeAll(async () => {
    await ensureBuilt(() => {});
    folder = mkdtempSync(join(tmpdir(), 'payments-'));
    simulator = await spawnPaymentSimulator(join(folder, 'ledger.jsonl'));
    gate = await createTcpGate(simulator.url);
    await gate.open();
    provider = new HttpPaymentProvider({ url: gate.url, deadlineMs: DEADLINE_MS });
  }, 300_000);

  afterAll(async () => {
    provider?.close();
    await gate?.close();
    await simulator?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  beforeEach(() => {
    reference = `ORD-${++orders}`;
  });

  const authorise = (token: string, key = `${reference}-authorise`, by = provider) =>
    by.authorise({ key, reference, amountCents: 1_000, currency: 'USD', token });
  const capture = (paymentId: string, amountCents = 1_000) =>
    provider.capture({ key: `${paymentId}-capture`, paymentId, amountCents });
  const refund = (paymentId: string, key: string, amountCents: number) =>
    provider.refund({ key, paymentId, amountCents });
  const control = async (call: string, body: object) => {
    const response = await fetch(`${simulator.url}/control/${call}`, { method: 'POST', body: JSON.stringify(body) });
    expect(response.ok).toBe(true);
  };
  const held = async () => {
    const response = await fetch(`${simulator.url}/control`);
    return ((await response.json()) as { held: unknown[] }).held.length;
  };
  const ledger = async () => {
    const response = await fetch(`${simulator.url}/ledger`);
    const { items } = (await response.json()) as { items: { order_id: string; state: string }[] };
    return items.filter((item) => item.order_id === reference);
  };
  const stateFound = async () => {
    const found = await provider.lookup(reference);
    return 'state' in found ? found.state : undefined;
  };
  const idOf = (outcome: Awaited<ReturnType<typeof authorise>>) => {
    if (!('paymentId' in outcome)) throw new Error(JSON.stringify(outcome));
    return outcome.paymentId;
  };

  it('authorises, captures and refunds, each once however often it is asked', async () => {
    const paymentId = idOf(await authorise('tok_ok'));
    expect(await authorise('tok_ok')).toEqual({ kind: 'authorised', paymentId });
    expect(await capture(paymentId)).toEqual({ kind: 'captured', paymentId });
    expect(await capture(paymentId)).toEqual({ kind: 'captured', paymentId });
    for (const key of ['r1', 'r1', 'r2'])
      expect(await refund(paymentId, `${reference}-${key}`, 400)).toEqual({ kind: 'refunded', paymentId });
    expect(await refund(paymentId, `${reference}-r3`, 400)).toEqual({ kind: 'declined', reason: 'amount-too-large' });
    expect(await ledger()).toEqual([
      {
        payment_id: paymentId,
        order_id: reference,
        authorised_cents: 1_000,
        captured_cents: 1_000,
        refunded_cents: 800,
        state: 'captured',
      },
    ]);
  });

  it('voids what is not captured, and says when it is too late', async () => {
    const first = idOf(await authorise('tok_ok'));
    const voiding = (paymentId: string) => provider.void({ key: `${paymentId}-void`, paymentId });
    expect(await voiding(first)).toEqual({ kind: 'voided', paymentId: first });
    expect(await voiding(first)).toEqual({ kind: 'voided', paymentId: first });
    expect(await capture(first)).toEqual({ kind: 'declined', reason: 'wrong-state' });
    const second = idOf(await authorise('tok_ok', `${reference}-again`));
    await capture(second);
    expect(await voiding(second)).toEqual({ kind: 'captured', paymentId: second });
  });

  it('a decline is an answer', async () => {
    expect(await authorise('tok_declined')).toEqual({ kind: 'declined', reason: 'insufficient_funds' });
    expect(await provider.lookup(reference)).toMatchObject({ found: true, state: 'declined', authorisedCents: 0 });
    expect(await authorise('tok_nobody_made', 'unknown-token')).toEqual({ kind: 'declined', reason: 'unknown_token' });
  });

  it('a capture that is refused for good leaves no authorisation open', async () => {
    const paymentId = idOf(await authorise('tok_capture_refused'));
    for (let time = 0; time < 2; time++)
      expect(await capture(paymentId)).toEqual({ kind: 'declined', reason: 'authorisation_lapsed' });
    expect(await ledger()).toMatchObject([{ state: 'voided', captured_cents: 0 }]);
  });

  it('tok_lost_reply: unknown, then found, and the same key tells what happened', async () => {
    expect(await authorise('tok_lost_reply')).toEqual({ kind: 'unknown', reason: 'ECONNRESET' });
    const found = await provider.lookup(reference);
    expect(found).toMatchObject({ found: true, state: 'authorised', authorisedCents: 1_000 });
    expect(await authorise('tok_lost_reply')).toMatchObject({ kind: 'authorised' });
    expect(await ledger()).toHaveLength(1);
  });

  it('tok_error: unknown three times, then right', async () => {
    for (let time = 0; time < 3; time++)
      expect(await authorise('tok_error')).toEqual({ kind: 'unknown', reason: 'internal-error' });
    expect(await authorise('tok_error')).toMatchObject({ kind: 'authorised' });
    expect(await ledger()).toHaveLength(1);
  });

  it('tok_slow: pending to a lookup, answered after 5 s, unknown to who does not wait', async () => {
    const hasty = new HttpPaymentProvider({ url: gate.url, deadlineMs: 300 });
    const began = performance.now();
    expect(await authorise('tok_slow', undefined, hasty)).toEqual({
      kind: 'unknown',
      reason: 'no answer within 300 ms',
    });
    hasty.close();
    expect(await provider.lookup(reference)).toMatchObject({ found: true, state: 'pending' });
    expect(await authorise('tok_slow')).toMatchObject({ kind: 'authorised' });
    expect(performance.now() - began).toBeGreaterThan(4_900);
    expect(await ledger()).toHaveLength(1);
  });

  it('tok_webhook_only: pending, then to be looked up', async () => {
    expect(await authorise('tok_webhook_only')).toMatchObject({ kind: 'pending' });
    expect(await provider.lookup(reference)).toMatchObject({ found: true, state: 'pending' });
    await eventually(async () => (await stateFound()) === 'authorised');
  });

  it('tok_late: lookups find nothing for 8 s, then it is authorised: only the same key closes it', async () => {
    expect(await authorise('tok_late')).toMatchObject({ kind: 'unknown' });
    expect(await provider.lookup(reference)).toEqual({ found: false });
    expect(await authorise('tok_late')).toMatchObject({ kind: 'unknown' });
    const outcome = await eventually(
      async () => {
        const again = await authorise('tok_late');
        return again.kind === 'unknown' ? undefined : again;
      },
      { timeoutMs: 12_000, everyMs: 500 },
    );
    expect(outcome).toMatchObject({ kind: 'authorised' });
    expect(await ledger()).toHaveLength(1);
  }, 20_000);

  it('two calls under one key at the same moment charge once', async () => {
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => authorise('tok_ok')));
    expect(new Set(outcomes.map(idOf)).size).toBe(1);
    expect(await ledger()).toHaveLength(1);
  });

  it('a key that was used for something else is no answer about this payment', async () => {
    await authorise('tok_ok', `${reference}-same`);
    expect(await authorise('tok_declined', `${reference}-same`)).toEqual({
      kind: 'unknown',
      reason: 'idempotency-key-reused',
    });
  });

  it('a connection that breaks under a reply, a service that is away: unknown, and nothing charged twice', async () => {
    await control('hold', { operation: 'authorise', at: 'reply', reference });
    const broken = authorise('tok_ok');
    await eventually(async () => (await held()) === 1);
    await gate.close();
    expect(await broken).toMatchObject({ kind: 'unknown' });
    // The first call may find a kept connection that the gate has just reset.
    const away = { kind: 'unknown', reason: expect.stringMatching(/^ECONN(REFUSED|RESET)$/) };
    expect(await authorise('tok_ok')).toEqual(away);
    expect(await provider.lookup(reference)).toEqual(away);
    await gate.open();
    await control('release', { how: 'go' });
    expect(await authorise('tok_ok')).toMatchObject({ kind: 'authorised' });
    expect(await ledger()).toHaveLength(1);
  });

  it('kill -9 of the service after it has charged: the ledger remembers, the key too', async () => {
    const paymentId = idOf(await authorise('tok_ok'));
    await authorise('tok_slow', `${reference}-slow`, new HttpPaymentProvider({ url: gate.url, deadlineMs: 200 }));
    await control('hold', { operation: 'capture', at: 'reply', reference });
    const lost = capture(paymentId);
    await eventually(async () => (await held()) === 1);
    simulator.kill('SIGKILL');
    await simulator.ended;
    expect(await lost).toMatchObject({ kind: 'unknown' });
    simulator = await simulator.again();
    expect(await ledger()).toMatchObject([{ captured_cents: 1_000, state: 'captured' }, {}]);
    expect(await capture(paymentId)).toEqual({ kind: 'captured', paymentId });
    await eventually(async () => (await ledger())[1]?.state === 'authorised');
  });
});

describe('a service that answers nonsense', () => {
  let server: Server;
  let answer: { status: number; body: string };
  let provider: HttpPaymentProvider;

  beforeAll(async () => {
    server = createServer((request, response) => {
      request.resume();
      response.writeHead(answer.status).end(answer.body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    provider = new HttpPaymentProvider({ url: `http://127.0.0.1:${port}/base`, deadlineMs: 1_000 });
  });

  afterEach(() => {
    answer = { status: 200, body: '' };
  });

  afterAll(() => {
    provider.close();
    server.close();
  });

  it.each([
    [200, ''],
    [201, '{}'],
    [201, 'null'],
    [201, '<html>welcome</html>'],
    [401, '{"code":"unauthorised"}'],
    [404, '{"code":"not-found"}'],
    [409, '{"code":"busy"}'],
    [429, ''],
    [503, 'down'],
    [200, 'x'.repeat(300_000)],
  ])('has not said whether it charged: %d %.40j', async (status, body) => {
    answer = { status, body };
    const call = { key: 'k', reference: 'ORD-1', amountCents: 1, currency: 'USD', token: 'tok_ok' };
    expect((await provider.authorise(call)).kind).toBe('unknown');
    expect(await provider.lookup('ORD-1')).toMatchObject({ kind: 'unknown' });
  });

  it('a proxy for the outside is not asked about this machine', async () => {
    const before = process.env.HTTP_PROXY;
    process.env.HTTP_PROXY = 'http://127.0.0.1:9';
    const { port } = server.address() as AddressInfo;
    const fresh = new HttpPaymentProvider({ url: `http://127.0.0.1:${port}`, deadlineMs: 1_000 });
    answer = { status: 200, body: '{"items":[]}' };
    try {
      expect(await fresh.lookup('ORD-1')).toEqual({ found: false });
    } finally {
      fresh.close();
      if (before === undefined) delete process.env.HTTP_PROXY;
      else process.env.HTTP_PROXY = before;
    }
  });
});
