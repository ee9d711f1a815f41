import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { root } from '../check/command.ts';
import { isChange } from './audit.ts';
import { buy, order, parseLine } from './buy.ts';
import { completions } from './completions.ts';
import { portsOfCompose } from './compose-ports.ts';
import { demo } from './demo.ts';

const shop = (...args: string[]) => {
  const env = {
    AUDIT_LOG: '/dev/null',
    ...process.env,
    NODE_OPTIONS: '',
    GATEWAY_URL: 'http://127.0.0.1:1',
    INVENTORY_GRPC_URL: '127.0.0.1:1',
  };
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
    [['buy', '0x1'], 'a whole number from 1'],
    [['stack', 'explode'], 'there is no command "explode"'],
    [['logs'], 'logs needs a name'],
    [['order', '1:x'], 'is not product_id:quantity'],
    [['requeue'], "required option '--from <time>'"],
    [['requeue', '--from', 'yesterday'], 'a time like 2026-01-31T12:00:00Z'],
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

  it('says in one message that no inventory answers', () => {
    const { status, stderr } = shop('requeue', '--from', '2026-01-31T12:00:00Z');
    expect(status).toBe(1);
    expect(stderr).toContain('inventory at 127.0.0.1:1: ');
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

describe('the audit log', () => {
  const folder = mkdtempSync(join(tmpdir(), 'audit-'));
  const file = join(folder, 'audit.log');
  const lines = () =>
    (existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : []).map((line) => JSON.parse(line));

  const given = { ...process.env };

  beforeEach(() => {
    rmSync(file, { force: true });
    Object.assign(process.env, { AUDIT_LOG: file, GATEWAY_URL: 'http://127.0.0.1:1' });
  });
  afterAll(() => {
    process.env = given;
    rmSync(folder, { recursive: true });
  });

  it.each([
    ['buy', () => buy(1, 1, {})],
    ['order', () => order(['1:2'], { token: 'tok_ok' })],
    ['demo', () => demo(() => undefined)],
  ])('has a line of %s that could not be done, with the reason', async (command, call) => {
    await expect(call()).rejects.toThrow('does not answer');
    expect(lines()).toEqual([
      expect.objectContaining({ command, by: expect.any(String), error: expect.stringContaining('does not answer') }),
    ]);
  });

  it('has a line of what a program of its own was asked to change, with its exit code', () => {
    const { status } = shop('stack', 'kill', 'nobody');
    expect(lines()).toEqual([
      expect.objectContaining({ command: 'stack', args: ['kill', 'nobody'], exit_code: status }),
    ]);
  });

  it.each([
    [[], /^(up|seed)$/, 'up', true],
    [['seed'], /^(up|seed)$/, 'up', true],
    [['status'], /^(up|seed)$/, 'up', false],
    [['up', '--help'], /^(up|seed)$/, 'up', false],
    [['--limit', '5', 'replay', 'analytics.product_sold'], /^(replay|drop)$/, undefined, true],
    [[], /^(replay|drop)$/, undefined, false],
    [['rebuild'], undefined, undefined, false],
  ])('%j with %s is a change: %s %s', (args, changes, usual, expected) => {
    expect(isChange(args, changes, usual)).toBe(expected);
  });
});

it('knows each port of docker-compose.yml and the variable that moves it', () => {
  const ports = portsOfCompose({ GATEWAY_PORT: '3100' });
  expect(ports.length).toBeGreaterThanOrEqual(14);
  expect(ports).toContainEqual({ service: 'gateway', variable: 'GATEWAY_PORT', port: '3100' });
  expect(ports).toContainEqual({ service: 'rabbitmq', variable: 'RABBITMQ_UI_PORT', port: '15672' });
  for (const { variable } of ports) expect(variable).toMatch(/_PORT$/);
});
