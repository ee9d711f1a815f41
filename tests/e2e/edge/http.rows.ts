import { problem, type Row } from './row.ts';

const SELL = { method: 'POST', path: '/inventory/decrease' };
const JSON_TYPE = { 'content-type': 'application/json' };
const notTaken = (method: string, path: string, allow: string): Row => ({
  title: `${method} on ${path}`,
  method,
  path,
  answer: problem(
    405,
    'method-not-allowed',
    'The path does not take this method',
    { detail: `${path} takes ${allow}.`, instance: path },
    { allow },
  ),
});
const unsupported = (detail: string, headers: Record<string, string> = {}) =>
  problem(415, 'unsupported-media-type', 'The body must be application/json', { detail, instance: SELL.path }, headers);
const malformed = (title: string, raw: string, detail: string, instance?: string): Row => ({
  title,
  method: 'GET',
  path: '/',
  raw,
  answer: problem(400, 'malformed-request', 'The request is not valid HTTP', {
    detail,
    ...(instance ? { instance } : {}),
  }),
});

/** What the framework and the HTTP parser answer by themselves. */
export const HTTP: Row[] = [
  {
    title: 'a path that is none',
    method: 'GET',
    path: '/nope?x=1',
    answer: problem(404, 'not-found', 'There is nothing at this path', {
      detail: 'There is nothing at /nope.',
      instance: '/nope',
    }),
  },
  notTaken('GET', '/inventory/decrease', 'OPTIONS, POST'),
  notTaken('DELETE', '/inventory/1', 'GET, HEAD, OPTIONS'),
  notTaken('PUT', '/products', 'GET, HEAD, OPTIONS, POST'),
  notTaken('POST', '/health/live', 'GET, HEAD, OPTIONS'),
  {
    title: 'OPTIONS',
    method: 'OPTIONS',
    path: '/inventory/decrease',
    answer: { status: 204, headers: { allow: 'OPTIONS, POST' }, body: '' },
  },
  {
    title: 'a body of text',
    ...SELL,
    headers: { 'content-type': 'text/plain' },
    body: '{}',
    answer: unsupported('Send the body as application/json in UTF-8.'),
  },
  {
    title: 'a compressed body',
    ...SELL,
    headers: { ...JSON_TYPE, 'content-encoding': 'gzip' },
    body: '{}',
    answer: unsupported('The Content-Encoding gzip is not understood; send plain JSON.', {
      accept: 'application/json',
    }),
  },
  {
    title: 'a body that is no JSON',
    ...SELL,
    headers: JSON_TYPE,
    body: '{"product_id":',
    answer: problem(400, 'malformed-json', 'The body is not valid JSON', {
      detail: 'The body could not be read as JSON.',
      instance: SELL.path,
    }),
  },
  {
    title: 'a body over 16 KiB',
    ...SELL,
    headers: JSON_TYPE,
    body: `"${'x'.repeat(16_384)}"`,
    answer: problem(413, 'body-too-large', 'The body is too large', {
      detail: 'A body may have at most 16384 bytes.',
      instance: SELL.path,
    }),
  },
  malformed(
    'no Host',
    'GET /products HTTP/1.1\r\nConnection: close\r\n\r\n',
    'The request has no Host header.',
    '/products',
  ),
  malformed(
    'two Hosts',
    'GET /products HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n',
    'The request has more than one Host header.',
    '/products',
  ),
  malformed(
    'broken chunking',
    'POST /inventory/decrease HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
    'The request is not valid HTTP/1.1.',
  ),
  {
    title: 'headers over 16 KiB',
    method: 'GET',
    path: '/',
    raw: `GET /products HTTP/1.1\r\nHost: a\r\nX-Large: ${'x'.repeat(16_384)}\r\n\r\n`,
    answer: problem(431, 'headers-too-large', 'The request headers are too large', {
      detail: 'The request line and headers may have at most 16384 bytes.',
    }),
  },
];
