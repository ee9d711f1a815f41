// Real: the simulator as an operating-system process, and an HTTP server that takes its webhooks.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually, type ServiceProcess, spawnPaymentSimulator, TEST_WEBHOOK_SECRET } from '@app/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { noticedPayment } from '../../apps/orders/src/payment/payment-notice.ts';
import { verifyWebhook } from '../../apps/orders/src/payment/webhook-signature.ts';
import { ensureBuilt } from '../../stack/build.ts';

interface Arrived {
  headers: IncomingHttpHeaders;
  body: string;
}

describe('webhooks of the simulator', () => {
  let folder: string;
  let ledger: string;
  let receiver: Server;
  let env: NodeJS.ProcessEnv;
  let simulator: ServiceProcess;
  let arrived: Arrived[] = [];
  let answer = 200;
  let orders = 0;
  let reference: string;

  beforeAll(async () => {
    await ensureBuilt(() => {});
    folder = mkdtempSync(join(tmpdir(), 'webhooks-'));
    ledger = join(folder, 'ledger.jsonl');
    receiver = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (chunk: string) => {
        body += chunk;
      });
      request.on('end', () => {
        arrived.push({ headers: request.headers, body });
        response.writeHead(answer).end();
      });
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    const { port } = receiver.address() as AddressInfo;
    env = { PAYMENT_WEBHOOK_URL: `http://127.0.0.1:${port}/payments/webhook` };
    simulator = await spawnPaymentSimulator(ledger, env);
  }, 300_000);

  afterAll(async () => {
    await simulator?.stop();
    receiver?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  beforeEach(async () => {
    reference = `ORD-${++orders}`;
    answer = 200;
    arrived = [];
    await control('webhooks', {});
  });

  const post = (path: string, body: object, key: string) =>
    fetch(`${simulator.url}${path}`, {
      method: 'POST',
      headers: { 'idempotency-key': key },
      body: JSON.stringify(body),
    });
  const pay = (token: string) =>
    post('/payments', { reference, amount_cents: 1_000, currency: 'USD', token }, `${reference}-a`);
  const control = async (call: string, body: object) => {
    expect((await post(`/control/${call}`, body, '')).ok).toBe(true);
  };
  const mine = () => arrived.filter(({ body }) => noticedPayment(body)?.reference === reference);
  const undelivered = () => {
    const lines = readFileSync(ledger, 'utf8').trim().split('\n');
    return lines.reduce(
      (count, line) => count + (line.includes('"notice"') ? 1 : line.includes('"delivered"') ? -1 : 0),
      0,
    );
  };

  it('a payment that settles is told once, signed, in words that orders understands', async () => {
    expect((await pay('tok_webhook_only')).status).toBe(202);
    const { headers, body } = await eventually(() => mine()[0]);
    const signed = {
      id: String(headers['webhook-id']),
      timestamp: String(headers['webhook-timestamp']),
      signature: String(headers['webhook-signature']),
      body,
    };
    expect(verifyWebhook(signed, [TEST_WEBHOOK_SECRET], new Date())).toEqual({ ok: true, id: signed.id });
    expect(noticedPayment(body)).toMatchObject({ reference, state: 'authorised', authorisedCents: 1_000 });
    await eventually(() => undelivered() === 0);
    expect(mine()).toHaveLength(1);
  });

  it('what was answered is told by nothing else', async () => {
    await pay('tok_ok');
    await pay('tok_declined');
    expect(undelivered()).toBe(0);
    expect(mine()).toEqual([]);
  });

  it('twice: the same id and the same bytes', async () => {
    await control('webhooks', { all: true, times: 2 });
    await pay('tok_ok');
    await eventually(() => mine().length === 2);
    expect(new Set(mine().map(({ headers, body }) => `${headers['webhook-id']} ${body}`)).size).toBe(1);
  });

  it('before the answer', async () => {
    await control('webhooks', { all: true });
    await control('hold', { operation: 'authorise', at: 'reply' });
    const paying = pay('tok_ok');
    await eventually(() => mine().length === 1);
    await control('release', { how: 'go' });
    expect((await paying).status).toBe(201);
  });

  it('late', async () => {
    await control('webhooks', { all: true, delay_ms: 700 });
    const began = performance.now();
    expect((await pay('tok_ok')).status).toBe(201);
    await eventually(() => mine().length === 1);
    expect(performance.now() - began).toBeGreaterThan(650);
  });

  it('is repeated until it is taken, also by the next process after kill -9', async () => {
    answer = 503;
    await pay('tok_webhook_only');
    await eventually(() => mine().length >= 3);
    simulator.kill('SIGKILL');
    await simulator.ended;
    const before = mine().length;
    answer = 204;
    simulator = await simulator.again();
    await eventually(() => undelivered() === 0);
    expect(mine()).toHaveLength(before + 1);
    expect(new Set(mine().map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  });

  it('a payment that was pending when the process died settles in the next', async () => {
    await pay('tok_webhook_only');
    simulator.kill('SIGKILL');
    await simulator.ended;
    simulator = await simulator.again();
    await eventually(() => mine().length === 1);
  });
});

describe('the process', () => {
  it('stops when it is told to, and neither its log nor its ledger has a token', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'simulator-'));
    const ledger = join(folder, 'ledger.jsonl');
    const lines: string[] = [];
    const simulator = await spawnPaymentSimulator(ledger, { LOG_LEVEL: 'trace' }, (line) => lines.push(line));
    const body = JSON.stringify({ reference: 'ORD-1', amount_cents: 1, currency: 'USD', token: 'tok_ok' });
    await fetch(`${simulator.url}/payments`, { method: 'POST', headers: { 'idempotency-key': 'k' }, body });
    await fetch(`${simulator.url}/payments`, { method: 'POST', body: '{"token":"tok_ok"' });
    expect(await simulator.stop()).toBe(0);
    expect(lines.length).toBeGreaterThan(2);
    expect(lines.join('\n') + readFileSync(ledger, 'utf8')).not.toContain('tok_');
    rmSync(folder, { recursive: true });
  });
});
