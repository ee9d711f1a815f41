import { spawnSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { root } from '../check/command.ts';
import { parseLine } from './buy.ts';
import { completions } from './completions.ts';

const shop = (...args: string[]) => {
  const env = { ...process.env, NODE_OPTIONS: '', GATEWAY_URL: 'http://127.0.0.1:1', AUDIT_LOG: '/dev/null' };
  const { status, stdout, stderr } = spawnSync(process.execPath, ['tools/shop/main.ts', ...args], {
    cwd: root,
    env,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
};

describe('npm run shop', () => {
  it('lists its commands', () => {
    const { status, stdout } = shop('--help');
    expect(status).toBe(0);
    for (const name of ['doctor', 'buy', 'order', 'demo', 'dlq', 'verify', 'logs'])
      expect(stdout).toContain(`  ${name} `);
  });

  it.each([
    [['byu'], 'Did you mean buy?'],
    [['buy', '0'], 'a whole number from 1'],
    [['buy', '1', '2', '3'], 'too many arguments'],
    [['order', '1:x'], 'is not product_id:quantity'],
  ])('refuses %j with exit code 2 and says why', (args, reason) => {
    const { status, stderr } = shop(...args);
    expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringContaining(reason) });
  });

  it('says in one message that no gateway answers', () => {
    const { status, stderr } = shop('buy', '1');
    expect(status).toBe(1);
    expect(stderr).toContain('http://127.0.0.1:1 does not answer');
    expect(stderr).not.toContain('    at ');
  });

  it('reads no file but a log', () => {
    const { status, stderr } = shop('logs', '../../etc/passwd');
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining('there is no log of') });
  });
});

it('a line of a basket is a product and its quantity', () => {
  expect([parseLine('1:2'), parseLine('7')]).toEqual([
    { product_id: 1, quantity: 2 },
    { product_id: 7, quantity: 1 },
  ]);
});

it('completes its commands in bash', () => {
  const script = `${completions(['buy', 'doctor'])}\nCOMP_WORDS=(npm run shop -- d); COMP_CWORD=4; _shop; echo "\${COMPREPLY[@]}"`;
  expect(spawnSync('bash', ['-c', script], { encoding: 'utf8' }).stdout.trim()).toBe('doctor');
});
