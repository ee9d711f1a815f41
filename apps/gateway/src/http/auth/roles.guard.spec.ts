import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { startEdge } from '../../../test/edge.fixture.js';
import { DEVELOPMENT_TOKEN } from './development-token.js';

const secret = new TextEncoder().encode(DEVELOPMENT_TOKEN.secret);
const token = (claims: object, times: { exp?: string; nbf?: string } = {}, key: Uint8Array = secret) =>
  new SignJWT({ sub: 'ada', iss: DEVELOPMENT_TOKEN.issuer, aud: DEVELOPMENT_TOKEN.audience, ...claims })
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime(times.exp ?? '1h')
    .setNotBefore(times.nbf ?? '-1s')
    .sign(key);

type Edge = Awaited<ReturnType<typeof startEdge>>;
const ask = (edge: Edge, method: 'GET' | 'POST', url: string, authorization?: string) =>
  edge.inject({ method, url, headers: authorization === undefined ? {} : { authorization } });

describe('with AUTH=on', () => {
  let edge: Edge;
  beforeAll(async () => {
    edge = await startEdge({ AUTH: 'on' });
  });
  afterAll(() => edge.app.close());

  it.each([
    ['no token', async () => undefined, /^Bearer realm="storefront"$/],
    ['another scheme', async () => 'Basic YTpi', /^Bearer realm="storefront"$/],
    ['nonsense', async () => 'Bearer nonsense', /error="invalid_token", error_description="The token is not valid."$/],
    [
      'alg none',
      async () => `Bearer ${new UnsecuredJWT({ role: 'admin', sub: 'eve' }).setExpirationTime('1h').encode()}`,
      /The token is not valid/,
    ],
    [
      'another key',
      async () => `Bearer ${await token({ role: 'admin' }, {}, new Uint8Array(32))}`,
      /The token is not valid/,
    ],
    ['an expired one', async () => `Bearer ${await token({ role: 'admin' }, { exp: '-1s' })}`, /The token has expired/],
    [
      'one of tomorrow',
      async () => `Bearer ${await token({ role: 'admin' }, { nbf: '1h' })}`,
      /The token is not valid yet/,
    ],
    ['another issuer', async () => `Bearer ${await token({ role: 'admin', iss: 'eve' })}`, /The iss of the token/],
    ['another audience', async () => `Bearer ${await token({ role: 'admin', aud: 'eve' })}`, /The aud of the token/],
  ])('refuses %s with 401', async (_, authorization, challenge) => {
    for (const [method, url] of [
      ['GET', '/items/1'],
      ['POST', '/restocks'],
    ] as const) {
      const answer = await ask(edge, method, url, await authorization());
      expect([answer.statusCode, answer.json().type]).toEqual([401, '/problems/unauthenticated']);
      expect(answer.headers['www-authenticate']).toMatch(challenge);
    }
  });

  it("lets a buyer buy and read, and refuses an admin's calls with 403", async () => {
    const buyer = `Bearer ${await token({ role: 'buyer' })}`;
    expect((await ask(edge, 'GET', '/items/1', buyer)).statusCode).toBe(200);
    const refused = await ask(edge, 'POST', '/restocks', buyer);
    expect([refused.statusCode, refused.json().type]).toEqual([403, '/problems/forbidden']);
    expect(refused.headers['www-authenticate']).toContain('error="insufficient_scope", scope="admin"');
  });

  it.each([{}, { role: 'root' }, { role: ['admin'] }])(
    'refuses a token without a role that it knows with 403: %j',
    async (claims) => {
      const refused = await ask(edge, 'GET', '/items/1', `Bearer ${await token(claims)}`);
      expect([refused.statusCode, refused.json().type]).toEqual([403, '/problems/forbidden']);
      expect(refused.headers['www-authenticate']).toContain('error="insufficient_scope"');
    },
  );

  it('lets an admin do all', async () => {
    const admin = `bearer ${await token({ role: 'admin' })}`;
    expect((await ask(edge, 'GET', '/items/1', admin)).statusCode).toBe(200);
    expect((await ask(edge, 'POST', '/restocks', admin)).statusCode).toBe(201);
  });

  it('keeps health and metrics open', async () => {
    expect((await ask(edge, 'GET', '/health/live')).statusCode).toBe(200);
    expect((await ask(edge, 'GET', '/metrics')).statusCode).toBe(200);
  });
});

describe('with AUTH=off', () => {
  let edge: Edge;
  beforeAll(async () => {
    edge = await startEdge();
  });
  afterAll(() => edge.app.close());

  it('buying and reading are open, also with a token that is not valid', async () => {
    expect((await ask(edge, 'GET', '/items/1')).statusCode).toBe(200);
    expect((await ask(edge, 'GET', '/items/1', 'Bearer nonsense')).statusCode).toBe(200);
  });

  it("an admin's calls need an admin all the same", async () => {
    expect((await ask(edge, 'POST', '/restocks')).statusCode).toBe(401);
    expect((await ask(edge, 'POST', '/restocks', `Bearer ${await token({ role: 'buyer' })}`)).statusCode).toBe(403);
    expect((await ask(edge, 'POST', '/restocks', `Bearer ${await token({ role: 'admin' })}`)).statusCode).toBe(201);
  });
});

describe('with JWKS_URL', () => {
  it("takes what the issuer signed, refuses the development secret, and says 503 while the issuer's keys are away", async () => {
    const { publicKey, privateKey } = await generateKeyPair('ES256');
    const keys = { keys: [{ ...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES256' }] };
    const issuer = createServer((_, response) => response.end(JSON.stringify(keys))).listen(0, '127.0.0.1');
    await new Promise((resolve) => issuer.once('listening', resolve));
    const { port } = issuer.address() as AddressInfo;
    const edge = await startEdge({ JWKS_URL: `http://127.0.0.1:${port}/jwks` });
    const dark = await startEdge({ JWKS_URL: 'http://127.0.0.1:1/jwks' });
    const claims = { sub: 'ada', role: 'admin', iss: DEVELOPMENT_TOKEN.issuer, aud: DEVELOPMENT_TOKEN.audience };
    const signed = `Bearer ${await new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid: 'k1' }).setExpirationTime('1h').sign(privateKey)}`;
    expect((await ask(edge, 'POST', '/restocks', signed)).statusCode).toBe(201);
    expect((await ask(edge, 'POST', '/restocks', `Bearer ${await token({ role: 'admin' })}`)).statusCode).toBe(401);
    const away = await ask(dark, 'POST', '/restocks', signed);
    expect([away.statusCode, away.json().type, away.headers['retry-after']]).toEqual([
      503,
      '/problems/keys-unavailable',
      '5',
    ]);
    await Promise.all([edge.app.close(), dark.app.close()]);
    issuer.close();
  });
});
