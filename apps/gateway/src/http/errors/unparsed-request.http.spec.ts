import { sendRaw } from '@app/testing';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startEdge } from '../../../test/edge.fixture.js';

let edge: Awaited<ReturnType<typeof startEdge>>;
beforeAll(async () => {
  edge = await startEdge();
});
afterAll(() => edge.app.close());

const CHUNKED =
  'POST /orders HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n';

it.each([
  ['no HTTP at all', 'hello\r\n\r\n', 400, 'malformed-request'],
  ['no Host', 'GET /items/1 HTTP/1.1\r\nConnection: close\r\n\r\n', 400, 'malformed-request'],
  ['an empty Host', 'GET /items/1 HTTP/1.1\r\nHost: \r\nConnection: close\r\n\r\n', 400, 'malformed-request'],
  ['two Hosts', 'GET /items/1 HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n', 400, 'malformed-request'],
  [
    'a Host that is none',
    'GET /items/1 HTTP/1.1\r\nHost: a/b c\r\nConnection: close\r\n\r\n',
    400,
    'malformed-request',
  ],
  ['broken chunking', `${CHUNKED}zz\r\n{}\r\n0\r\n\r\n`, 400, 'malformed-request'],
  [
    'a length and chunks',
    'POST /orders HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    400,
    'malformed-request',
  ],
  [
    'a length that is no number',
    'POST /orders HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n',
    400,
    'malformed-request',
  ],
  ['a header line without a colon', 'GET /items/1 HTTP/1.1\r\nHost: a\r\nnonsense\r\n\r\n', 400, 'malformed-request'],
  ['large headers', `GET /items/1 HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 431, 'headers-too-large'],
  ['a long URL', `GET /items/${'1'.repeat(20_000)} HTTP/1.1\r\nHost: a\r\n\r\n`, 431, 'headers-too-large'],
  ['a large chunked body', `${CHUNKED}5000\r\n${'x'.repeat(0x5000)}\r\n0\r\n\r\n`, 413, 'body-too-large'],
  ['an unknown expectation', 'GET /items/1 HTTP/1.1\r\nHost: a\r\nExpect: tea\r\n\r\n', 417, 'expectation-failed'],
  ['CONNECT', 'CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n', 400, 'malformed-request'],
])('%s is answered with problem details, and the connection closed', async (_, bytes, status, slug) => {
  const answer = await sendRaw(edge.port, bytes);
  expect(answer.status).toBe(status);
  expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  expect(answer.headers.connection).toBe('close');
  const problem = JSON.parse(answer.body);
  expect(problem).toMatchObject({
    type: `/problems/${slug}`,
    status,
    trace_id: expect.stringMatching(/^[0-9a-f]{32}$/),
  });
  expect(answer.headers.traceparent).toContain(problem.trace_id);
});

it('still takes HTTP/1.0 without a Host', async () => {
  expect((await sendRaw(edge.port, 'GET /items/1 HTTP/1.0\r\n\r\n')).status).toBe(200);
});

it('cuts off 500 connections that send headers or a body too slowly, and serves others meanwhile', async () => {
  const half = 'POST /orders HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 50\r\n';
  const slow = Array.from({ length: 500 }, (_, n) => sendRaw(edge.port, n % 2 === 0 ? half : `${half}\r\n{`, 30_000));
  for (let buyer = 0; buyer < 20; buyer++) expect((await fetch(`${edge.url}/items/1`)).status).toBe(200);
  for (const answer of await Promise.all(slow)) {
    expect(JSON.parse(answer.body)).toMatchObject({ type: '/problems/request-timeout', status: 408 });
  }
}, 60_000);
