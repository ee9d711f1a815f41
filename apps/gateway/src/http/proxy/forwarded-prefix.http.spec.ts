import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startEdge } from '../../../test/edge.fixture.js';

let edge: Awaited<ReturnType<typeof startEdge>>;
beforeAll(async () => {
  edge = await startEdge({ TRUSTED_PROXIES: '10.1.0.0/16' });
});
afterAll(() => edge.app.close());

const typeFor = async (prefix: string, remoteAddress = '10.1.0.1', url = '/nope') => {
  const answer = await edge.inject({ url, remoteAddress, headers: { 'x-forwarded-prefix': prefix } });
  return answer.json().type;
};

it.each([
  ['/shop', '/shop'],
  ['/shop/', '/shop'],
  ['/outer, /inner/', '/outer/inner'],
  ['/a%20b/~c', '/a%20b/~c'],
  ['/', ''],
  ['shop', ''],
  ['//evil.example', ''],
  ['/shop//evil', ''],
  ['/shop/../..', ''],
  ['/sh op', ''],
  ['/shop"><script>', ''],
  ['https://evil.example', ''],
  [`/${'x'.repeat(300)}`, ''],
])('reads the prefix %s of a trusted proxy as "%s"', async (header, prefix) => {
  expect(await typeFor(header)).toBe(`${prefix}/problems/not-found`);
});

it('believes nobody else', async () => {
  expect(await typeFor('/shop', '10.2.0.1')).toBe('/problems/not-found');
});

it('knows the prefix also where the router refuses the URL', async () => {
  expect(await typeFor('/shop', '10.1.0.1', '/items/%ff')).toMatch(/^\/shop\/problems\//);
});

it('leads to one address of the docs, relatively', async () => {
  expect((await edge.inject('/api')).headers.location).toBe('./api/docs');
  expect((await edge.inject('/api/docs/')).headers.location).toBe('../docs');
  expect((await edge.inject('/api/docs/index.html')).headers.location).toBe('../docs');
});
