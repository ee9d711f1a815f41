import { spawnSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { jwtVerify } from 'jose';

const run = (...args: string[]) => spawnSync(process.execPath, ['tools/token.ts', ...args], { encoding: 'utf8' });
const secret = new TextEncoder().encode('storefront-development-secret-known-to-everybody');

describe('npm run token', () => {
  it('prints a token that the gateway takes, and nothing else', async () => {
    const { stdout, status } = run('--role', 'admin', '--subject', 'ada', '--expires', '15m');
    const { payload } = await jwtVerify(stdout.trim(), secret, { issuer: 'storefront', audience: 'storefront-api' });
    expect(payload).toMatchObject({ role: 'admin', sub: 'ada' });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(900);
    expect([status, stdout.trim().split('\n').length]).toEqual([0, 1]);
  });

  it.each([
    [[], '--role is missing'],
    [['--role', 'root'], '--role is root'],
    [['--role', 'admin', '--expires', 'soon'], '--expires is soon'],
    [['--roll', 'admin'], "'--roll'"],
  ])('says what is wrong with %j', (args, message) => {
    const { stdout, stderr, status } = run(...args);
    expect(stderr).toContain(message);
    expect([status, stdout]).toEqual([2, '']);
  });
});
