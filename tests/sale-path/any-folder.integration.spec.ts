// Real: a copy of this clone in a folder with an unusual name, built there and moved, and a gateway of it.
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { freePort, startProcess } from '@app/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CLONE } from '../../stack/folders.ts';
import { callEdge } from '../support/shop.ts';
import { startSalePath } from './sale-path.ts';

const run = promisify(execFile);
const NAME = `shop é 100% #1 a%20b 'q' "d" [x] {y} (z) $HOME & 日本`;

describe('a clone in a folder with an unusual name', () => {
  let parent: string;
  let clone: string;
  beforeAll(async () => {
    parent = await mkdtemp(join(tmpdir(), 'any folder '));
    clone = join(parent, NAME);
    const { stdout } = await run('git', ['ls-files', '-coz', '--exclude-standard'], { cwd: CLONE, maxBuffer: 1e8 });
    for (const file of stdout.split('\0').filter(Boolean)) {
      await mkdir(dirname(join(clone, file)), { recursive: true });
      await cp(join(CLONE, file), join(clone, file));
    }
    await symlink(join(CLONE, 'node_modules'), join(clone, 'node_modules'));
  }, 60_000);
  afterAll(() => rm(parent, { recursive: true, force: true }));

  it('is built into the same files as any other, which name no folder of this machine', async () => {
    // What `npm run build` emits. It checks the types as well, which takes three times as long and was done for the clone.
    await run(join(clone, 'node_modules', '.bin', 'nest'), ['build', 'workspace'], { cwd: clone });
    const built = (await readdir(join(clone, 'dist'), { recursive: true })).filter((file) => file.endsWith('.js'));
    expect(built.length).toBeGreaterThan(100);
    for (const file of built) {
      const text = await readFile(join(clone, 'dist', file), 'utf8');
      expect([file, text === (await readFile(join(CLONE, 'dist', file), 'utf8'))]).toEqual([file, true]);
      expect([file, text.includes(CLONE)]).toEqual([file, false]);
    }
  }, 120_000);

  it('runs after it was moved', async () => {
    const moved = join(parent, 'moved é');
    await rename(clone, moved);
    const shop = await startSalePath();
    const port = await freePort();
    const script = relative(join(CLONE, 'dist'), join(moved, 'dist/apps/gateway/src/main'));
    const env = { INVENTORY_GRPC_URL: shop.inventory.url, RABBITMQ_URL: shop.broker, HTTP_PORT: String(port) };
    const gateway = await startProcess(script, env, { port, path: '/health/ready' });
    expect((await callEdge(`http://127.0.0.1:${port}`, 'GET', '/products')).status).toBe(200);
    expect(await gateway.stop()).toBe(0);
    await shop.close();
  }, 60_000);
});
