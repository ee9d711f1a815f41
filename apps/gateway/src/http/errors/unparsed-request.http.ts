import { type Server, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { SpanKind, type Tracing } from '@app/observability';
import { problemHeaders, problemOf, type Refusal } from './problem.js';

/** Time for the client to read the answer before the connection is cut: it may still be sending. */
const LINGER_MS = 500;

const REFUSALS: Record<string, Refusal> = {
  HPE_HEADER_OVERFLOW: {
    code: 'headers-too-large',
    detail: 'The request line and headers may have at most 16384 bytes.',
  },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: { code: 'body-too-large', detail: 'The chunk extensions are too large.' },
  ERR_HTTP_REQUEST_TIMEOUT: { code: 'request-timeout', detail: 'The request did not arrive in time.' },
};
const EXPECTATION: Refusal = { code: 'expectation-failed', detail: 'Only Expect: 100-continue is understood.' };
const CONNECT: Refusal = { code: 'malformed-request', detail: 'The gateway is no proxy: CONNECT is not served.' };
const MALFORMED: Refusal = { code: 'malformed-request', detail: 'The request is not valid HTTP/1.1.' };

/**
 * Answers what Node's HTTP parser refuses before there is a request for Fastify to answer, and the two that Node answers
 * itself without a body: an unknown `Expect`, and CONNECT.
 */
export function answerUnparsedRequests(server: Server, tracing: Tracing): void {
  server.removeAllListeners('clientError');
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) socket.destroy();
    else refuseSocket(socket, REFUSALS[error.code ?? ''] ?? MALFORMED, tracing);
  });
  server.on('checkExpectation', ({ socket }) => refuseSocket(socket, EXPECTATION, tracing));
  server.on('connect', (_request, socket) => refuseSocket(socket as Socket, CONNECT, tracing));
}

/** Writes a whole problem answer to a socket without a response object, and closes the connection. */
function refuseSocket(socket: Socket, refusal: Refusal, tracing: Tracing): void {
  if (hasAnswerUnderway(socket)) {
    socket.destroy();
    return;
  }
  socket.end(wholeAnswer(refusal, tracing));
  setTimeout(() => socket.destroy(), LINGER_MS).unref();
}

function wholeAnswer(refusal: Refusal, tracing: Tracing): string {
  const span = tracing.start('refused by the HTTP parser', SpanKind.SERVER);
  span.end(refusal.detail);
  const problem = problemOf(refusal, { traceId: span.traceId });
  const body = JSON.stringify(problem);
  const headers = {
    ...problemHeaders(refusal),
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
    traceparent: span.traceparent,
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? 'Error'}\r\n${lines.join('\r\n')}\r\n\r\n${body}`;
}

/** Node keeps the response that it writes to a socket there; a second answer would corrupt the first. */
function hasAnswerUnderway(socket: Socket): boolean {
  return (socket as { _httpMessage?: { headersSent: boolean } })._httpMessage?.headersSent ?? false;
}
