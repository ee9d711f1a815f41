import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { SignJWT } from 'jose';
import { startEdge } from '../../../test/edge.fixture.js';
import { DEVELOPMENT_TOKEN } from '../auth/development-token.js';

type Edge = Awaited<ReturnType<typeof startEdge>>;
const edges: Edge[] = [];
const open = async (env: Parameters<typeof startEdge>[0]) => {
  const edge = await startEdge(env);
  edges.push(edge);
  return edge;
};
let edge: Edge;
beforeAll(async () => {
  edge = await open({ RATE_LIMIT_PER_SECOND: '5' });
});
afterAll(() => Promise.all(edges.map(({ app }) => app.close())));

const statuses = async (
  from: Edge,
  count: number,
  request: { url: string; remoteAddress?: string; headers?: Record<string, string> },
) => (await Promise.all(Array.from({ length: count }, () => from.inject(request)))).map(({ statusCode }) => statusCode);
const refused = (codes: number[]) => codes.filter((code) => code === 429).length;

it('refuses what is over the limit with 429, when to come back, and the headers of the draft', async () => {
  const request = { url: '/items/1', remoteAddress: '10.0.0.1' };
  expect(refused(await statuses(edge, 7, request))).toBe(2);
  const answer = await edge.inject(request);
  expect([answer.statusCode, answer.json().type]).toEqual([429, '/problems/rate-limited']);
  expect(answer.headers).toMatchObject({
    'retry-after': '1',
    'ratelimit-policy': '"client";q=5;w=1',
    ratelimit: '"client";r=0;t=1',
  });
});

it('counts each address for itself, and a subject whatever its address', async () => {
  const token = await new SignJWT({ role: 'buyer' })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject('ada')
    .setIssuer(DEVELOPMENT_TOKEN.issuer)
    .setAudience(DEVELOPMENT_TOKEN.audience)
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(DEVELOPMENT_TOKEN.secret));
  const headers = { authorization: `Bearer ${token}` };
  expect(refused(await statuses(edge, 5, { url: '/items/1', remoteAddress: '10.0.0.2' }))).toBe(0);
  expect(refused(await statuses(edge, 3, { url: '/items/1', remoteAddress: '10.0.0.2', headers }))).toBe(0);
  expect(refused(await statuses(edge, 3, { url: '/items/1', remoteAddress: '10.0.0.3', headers }))).toBe(1);
});

it('also limits what is not found, never health and metrics', async () => {
  const remoteAddress = '10.0.0.4';
  expect(refused(await statuses(edge, 6, { url: '/nope', remoteAddress }))).toBe(1);
  expect(refused(await statuses(edge, 20, { url: '/health/live', remoteAddress }))).toBe(0);
});

it('believes X-Forwarded-For from trusted proxies only', async () => {
  const url = '/items/1';
  const claim = (last: number) => ({ 'x-forwarded-for': `192.0.2.${last}` });
  const trusting = await open({ RATE_LIMIT_PER_SECOND: '2', TRUSTED_PROXIES: '10.1.0.0/16' });
  const ask = (remoteAddress: string, last: number) =>
    statuses(trusting, 2, { url, remoteAddress, headers: claim(last) });
  expect(refused([...(await ask('10.1.0.1', 1)), ...(await ask('10.1.0.1', 2))])).toBe(0);
  expect(refused([...(await ask('10.2.0.1', 3)), ...(await ask('10.2.0.1', 4))])).toBe(2);
});

it('counts one client once, however its proxies write its address', async () => {
  const trusting = await open({ RATE_LIMIT_PER_SECOND: '3', TRUSTED_PROXIES: '10.1.0.0/16' });
  const ask = async (forwarded: string, remoteAddress = '10.1.0.1') =>
    (await trusting.inject({ url: '/items/1', remoteAddress, headers: { 'x-forwarded-for': forwarded } })).statusCode;
  const same = ['192.0.2.9', '192.0.2.9:4711', '::ffff:192.0.2.9', '[::ffff:192.0.2.9]:80', '192.0.2.9, 10.1.0.2:443'];
  expect(refused(await Promise.all(same.map((text) => ask(text))))).toBe(2);
  const network = ['2001:db8:1:2::1', '[2001:db8:1:2::2]:443', '2001:DB8:1:2:ffff::1', '2001:db8:1:2::3'];
  expect(refused(await Promise.all(network.map((text) => ask(text, '::ffff:10.1.0.1'))))).toBe(1);
  expect(await ask('2001:db8:1:3::1')).toBe(200);
});

it('is off with RATE_LIMIT=off, and by default 64 busy clients of one address never meet it', async () => {
  const off = await open({ RATE_LIMIT: 'off', RATE_LIMIT_PER_SECOND: '1' });
  expect(refused(await statuses(off, 50, { url: '/items/1' }))).toBe(0);
  expect((await off.inject('/items/1')).headers).not.toHaveProperty('ratelimit');
  const usual = await open({});
  expect((await usual.inject('/items/1')).headers['ratelimit-policy']).toBe('"client";q=50000;w=1');
});
