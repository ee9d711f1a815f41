import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startEdge } from '../../../test/edge.fixture.js';
import { gatewayConfig } from '../../gateway.config.js';
import { refuseOpenProduction } from './insecure-production.js';

type Edge = Awaited<ReturnType<typeof startEdge>>;
let edge: Edge;
let shared: Edge;
beforeAll(async () => {
  edge = await startEdge();
  shared = await startEdge({ CORS_ORIGINS: 'https://shop.example/' });
});
afterAll(() => Promise.all([edge.app.close(), shared.app.close()]));

const preflight = (from: Edge, origin: string) =>
  from.inject({
    method: 'OPTIONS',
    url: '/orders',
    headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' },
  });

it('sends the security headers with answers and problems alike', async () => {
  for (const url of ['/items/1', '/nope']) {
    const { headers } = await edge.inject(url);
    expect(headers).toMatchObject({
      'content-security-policy': expect.stringContaining("default-src 'none'"),
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
    });
  }
});

it('is closed to browsers of other origins by default', async () => {
  const answer = await preflight(edge, 'https://shop.example');
  expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
});

it('opens to the origins that are named, and to no other', async () => {
  const allowed = await preflight(shared, 'https://shop.example');
  expect([allowed.statusCode, allowed.headers['access-control-allow-origin']]).toEqual([204, 'https://shop.example']);
  expect((await preflight(shared, 'https://evil.example')).headers).not.toHaveProperty('access-control-allow-origin');
  const read = await shared.inject({ url: '/items/1', headers: { origin: 'https://shop.example' } });
  expect(read.headers['access-control-expose-headers']).toContain('retry-after');
});

describe('a production start', () => {
  const production = (env: NodeJS.ProcessEnv) => () =>
    refuseOpenProduction(
      gatewayConfig({ NODE_ENV: 'production', INVENTORY_GRPC_URL: 'a:1', RABBITMQ_URL: 'amqp://a', ...env }),
    );
  const safe = { AUTH: 'on', JWT_SECRET: 'x'.repeat(32), RABBITMQ_URL: 'amqp://gateway:secret@a' };

  it('is refused with all reasons and fixes at once', () => {
    expect(production({})).toThrow(
      /3 problem\(s\)\n {2}AUTH is off.*AUTH=on.*\n {2}JWT_SECRET is the development.*\n {2}RABBITMQ_URL uses guest/,
    );
  });

  it.each([
    ['a short secret', { JWT_SECRET: 'short' }, /JWT_SECRET is too short/],
    ['the development secret', { JWT_SECRET: 'storefront-development-secret-known-to-everybody' }, /is public/],
    ['no authentication', { AUTH: 'off' }, /AUTH is off/],
    ['guest', { RABBITMQ_URL: 'amqp://guest:guest@a' }, /guest\/guest/],
  ])('is refused with %s', (_, env, message) => {
    expect(production({ ...safe, ...env })).toThrow(message);
  });

  it('is allowed when it is safe, or when somebody says that it is', () => {
    production(safe)();
    production({ ...safe, AUTH: 'off', ALLOW_AUTH_OFF: 'yes' })();
    production({ ...safe, JWT_SECRET: '', JWKS_URL: 'https://issuer.example/jwks' })();
  });

  it('is not asked for elsewhere', () => {
    production({ NODE_ENV: 'development' })();
  });
});
