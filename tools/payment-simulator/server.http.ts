import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Logger } from '@app/observability';
import { control } from './control.js';
import { type Answer, type Command, problem } from './decide.js';
import type { Holds } from './holds.js';
import { ledgerRow, paymentBody } from './payment.js';
import { commandOf, type FieldError } from './requests.js';
import type { Simulator } from './simulator.js';

const MAX_BODY_BYTES = 16_384;
/** Longer than any client keeps an idle connection, so that none is closed under a request. */
const KEEP_ALIVE_MS = 75_000;
const HEADERS_WITHIN_MS = 10_000;

export interface Served {
  simulator: Simulator;
  holds: Holds;
  logger: Logger;
  /** Whether /control is there. */
  controlled: boolean;
}

/** The payment service's HTTP interface. */
export function createPaymentServer(served: Served): Server {
  const server = createServer((request, response) => {
    handle(served, request, response).catch((error: unknown) => {
      served.logger.error({ err: error }, 'request failed');
      if (!response.headersSent) write(response, problem(500, 'internal-error', 'Something failed.'));
    });
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.headersTimeout = HEADERS_WITHIN_MS;
  return server;
}

async function handle(served: Served, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://simulator');
  const began = performance.now();
  const body = await readBody(request);
  const answer = body.ok ? await route(served, request, url, body.value) : body.answer;
  const { method } = request;
  const durationMs = Math.round(performance.now() - began);
  served.logger.debug(
    { method, path: url.pathname, status: answer?.status ?? 'broken', duration_ms: durationMs },
    'request',
  );
  if (answer) write(response, answer);
  else request.socket.destroy();
}

const MOVES = /^\/payments\/([^/]+)\/(capture|void|refund)$/;

/** Undefined: the connection breaks. */
async function route(served: Served, request: IncomingMessage, url: URL, body: unknown): Promise<Answer | undefined> {
  const { pathname: path, searchParams } = url;
  const call = `${request.method} ${path}`;
  const [, paymentId = '', operation] = (request.method === 'POST' && MOVES.exec(path)) || [];
  if (call === 'POST /payments') return moveMoney(served, request, 'authorise', '', body);
  if (operation) return moveMoney(served, request, operation as Command['operation'], paymentId, body);
  if (call === 'GET /payments') return lookup(served, searchParams.get('reference'));
  if (call === 'GET /ledger') return list((await served.simulator.payments()).map(ledgerRow));
  if (call === 'GET /health/live' || call === 'GET /health/ready') return { status: 200, body: { status: 'ok' } };
  const controlled = served.controlled ? control(call, body, served) : undefined;
  return controlled ?? problem(404, 'not-found', `There is no ${call}.`);
}

async function moveMoney(
  { simulator, holds }: Served,
  request: IncomingMessage,
  operation: Command['operation'],
  paymentId: string,
  body: unknown,
): Promise<Answer | undefined> {
  const checked = commandOf(operation, paymentId, request.headersDistinct['idempotency-key']?.[0], body);
  if (!checked.ok) return invalid(checked.errors);
  const reference = simulator.referenceOf(checked.value);
  if (!(await holds.pass(operation, 'request', reference))) return;
  const answer = await simulator.run({ ...checked.value, traceparent: request.headersDistinct.traceparent?.[0] });
  return (await holds.pass(operation, 'reply', reference)) ? answer : undefined;
}

async function lookup({ simulator, holds }: Served, reference: string | null): Promise<Answer | undefined> {
  if (!reference)
    return invalid([{ pointer: '?reference', detail: 'is missing: the reference that the payments were made for' }]);
  if (!(await holds.pass('lookup', 'request', reference))) return;
  const found = await simulator.payments(reference);
  return (await holds.pass('lookup', 'reply', reference)) ? list(found.map(paymentBody)) : undefined;
}

const list = (items: unknown[]): Answer => ({ status: 200, body: { items } });

function invalid(errors: FieldError[]): Answer {
  const { status, body } = problem(400, 'validation-failed', errors.map((e) => `${e.pointer} ${e.detail}`).join('; '));
  return { status, body: { ...body, errors } };
}

type Body = { ok: true; value: unknown } | { ok: false; answer: Answer };

async function readBody(request: IncomingMessage): Promise<Body> {
  const bytes = await bytesOf(request);
  if (!bytes) return { ok: false, answer: problem(413, 'body-too-large', `At most ${MAX_BODY_BYTES} bytes.`) };
  if (bytes.length === 0) return { ok: true, value: {} };
  try {
    return { ok: true, value: JSON.parse(bytes.toString('utf8')) };
  } catch {
    return { ok: false, answer: problem(400, 'malformed-json', 'The body is not JSON.') };
  }
}

/** Undefined: too many. */
function bytesOf(request: IncomingMessage): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= MAX_BODY_BYTES) chunks.push(chunk);
      else resolve(undefined);
    });
    request.on('end', () => resolve(Buffer.concat(chunks)));
    request.on('error', reject);
  });
}

function write(response: ServerResponse, { status, body, replayed }: Answer): void {
  const type = status >= 400 ? 'application/problem+json' : 'application/json';
  const text = Buffer.from(JSON.stringify(body));
  const replay = replayed ? { 'idempotent-replayed': 'true' } : {};
  response.writeHead(status, { 'content-type': type, 'content-length': text.length, ...replay }).end(text);
}
