import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startEdge } from '../../../test/edge.fixture.js';

let edge: Awaited<ReturnType<typeof startEdge>>;
beforeAll(async () => {
  edge = await startEdge();
});
afterAll(() => edge.app.close());

const JSON_TYPE = { 'content-type': 'application/json' };
const order = '{"product_id":1,"quantity":2,"order_id":"ORD-1"}';

it.each([
  ['an unknown path', { url: '/nope?x=1' }, 404, 'not-found'],
  [
    'an unknown path with a broken body',
    { method: 'POST', url: '/nope', headers: JSON_TYPE, payload: '{' },
    404,
    'not-found',
  ],
  ['another method', { method: 'DELETE', url: '/items/1' }, 405, 'method-not-allowed'],
  ['an unusual method', { method: 'PROPFIND', url: '/items/1' }, 405, 'method-not-allowed'],
  ['GET where POST is', { url: '/orders' }, 405, 'method-not-allowed'],
  ['GET where only POST is, although a pattern would match', { url: '/items/new' }, 405, 'method-not-allowed'],
  ['no content type', { method: 'POST', url: '/orders', payload: Buffer.from(order) }, 415, 'unsupported-media-type'],
  [
    'text',
    { method: 'POST', url: '/orders', headers: { 'content-type': 'text/plain' }, payload: order },
    415,
    'unsupported-media-type',
  ],
  [
    'a form',
    {
      method: 'POST',
      url: '/orders',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: 'a=1',
    },
    415,
    'unsupported-media-type',
  ],
  [
    'another charset',
    { method: 'POST', url: '/orders', headers: { 'content-type': 'application/json; charset=latin1' }, payload: order },
    415,
    'unsupported-media-type',
  ],
  [
    'a compressed body',
    { method: 'POST', url: '/orders', headers: { ...JSON_TYPE, 'content-encoding': 'gzip' }, payload: order },
    415,
    'unsupported-media-type',
  ],
  ['broken JSON', { method: 'POST', url: '/orders', headers: JSON_TYPE, payload: '{"a":' }, 400, 'malformed-json'],
  ['an empty JSON body', { method: 'POST', url: '/orders', headers: JSON_TYPE, payload: '' }, 400, 'validation'],
  [
    'bytes that are no UTF-8',
    { method: 'POST', url: '/orders', headers: JSON_TYPE, payload: Buffer.from([0x22, 0xff, 0x22]) },
    400,
    'malformed-json',
  ],
  ['no body at all', { method: 'POST', url: '/orders' }, 400, 'validation'],
  [
    'a large body',
    { method: 'POST', url: '/orders', headers: JSON_TYPE, payload: JSON.stringify({ a: 'x'.repeat(17_000) }) },
    413,
    'body-too-large',
  ],
  ['a path that cannot be decoded', { url: '/items/%zz' }, 400, 'malformed-request'],
  ['an expected failure', { url: '/sold-out' }, 409, 'insufficient-stock'],
  ['an expected failure that passes', { url: '/down' }, 503, 'inventory-unavailable'],
  ['a bug', { url: '/bug' }, 500, 'internal-error'],
] as const)('%s is answered with problem details', async (_, request, status, slug) => {
  const answer = await edge.inject(request as never);
  const problem = answer.json();
  expect({ status: answer.statusCode, type: problem.type }).toEqual({ status, type: `/problems/${slug}` });
  expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  expect(problem).toMatchObject({ status, title: expect.any(String), detail: expect.any(String) });
  expect(problem.instance).toBe(request.url.includes('%zz') ? undefined : request.url.split('?')[0]);
  expect(answer.headers.traceparent).toContain(problem.trace_id);
  expect(answer.headers['retry-after']).toBe(slug === 'inventory-unavailable' ? '1' : undefined);
  expect(answer.payload).not.toContain('secret internals');
});

it('says with 405 what the path takes, and OPTIONS says the same', async () => {
  expect((await edge.inject({ method: 'PUT', url: '/items/1' })).headers.allow).toBe('GET, HEAD, OPTIONS');
  expect((await edge.inject({ method: 'GET', url: '/orders' })).headers.allow).toBe('OPTIONS, POST');
  expect((await edge.inject({ method: 'GET', url: '/items/new' })).headers.allow).toBe('OPTIONS, POST');
  const options = await edge.inject({ method: 'OPTIONS', url: '/orders' });
  expect([options.statusCode, options.headers.allow]).toEqual([204, 'OPTIONS, POST']);
  expect((await edge.inject({ method: 'OPTIONS', url: '/nope' })).statusCode).toBe(404);
});

it('answers HEAD like GET, without the body', async () => {
  const answer = await edge.inject({ method: 'HEAD', url: '/items/1' });
  expect([answer.statusCode, answer.payload]).toEqual([200, '']);
});

it('carries what is left when the stock is too small', async () => {
  expect((await edge.inject('/sold-out')).json()).toMatchObject({ available: 3, detail: '3 are left.' });
});

it("continues the caller's trace", async () => {
  const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
  const answer = await edge.inject({ url: '/nope', headers: { traceparent } });
  expect(answer.json().trace_id).toBe('0af7651916cd43dd8448eb211c80319c');
});

it('names no server and no framework', async () => {
  const { headers } = await edge.inject('/items/1');
  expect(headers).not.toHaveProperty('server');
  expect(headers).not.toHaveProperty('x-powered-by');
});
