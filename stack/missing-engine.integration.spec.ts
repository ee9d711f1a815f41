// Real: processes and endpoints.json; the engine that is missing is missing by declaration.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@app/testing';
import { afterAll, expect, it } from '@jest/globals';
import { addressesOf, choosePorts } from './addresses.ts';
import type { ComponentSpec } from './component.ts';
import { fakeRow } from './fixtures/fakes.ts';
import { foldersOf, makeFolders } from './folders.ts';
import { carryOut } from './orders.ts';
import { serviceSpecs } from './services.ts';
import { Stack } from './stack.ts';

const folders = foldersOf(mkdtempSync(join(tmpdir(), 'stack-')));
let stack: Stack | undefined;
afterAll(async () => {
  await stack?.stop();
  rmSync(folders.dir, { recursive: true });
});

it('starts everything else, says what to do, and takes the engine when it appears', async () => {
  makeFolders(folders);
  const addresses = addressesOf(await choosePorts('free', {}, folders.id), {});
  const analytics = fakeRow('analytics', 'grpc', {
    needs: ['mongodb'],
    env: ({ ports }) => ({ FAKE_PORT: String(ports.grpc), FAKE_READY: 'false' }),
  });
  const services = serviceSpecs([fakeRow('gateway', 'gateway'), analytics], folders, addresses, {});
  let installed = false;
  const [present] = serviceSpecs([fakeRow('mongodb', 'mongodb')], folders, addresses, {});
  const mongodb: ComponentSpec = {
    ...(present as ComponentSpec),
    kind: 'engine',
    find: async () =>
      installed ? (present as ComponentSpec).find() : { ok: false, reason: 'no mongod here', fix: 'install it' },
  };
  stack = new Stack(folders, addresses, [mongodb, ...services], () => {});
  await stack.start();

  const missing = { state: 'waiting', fix: 'install it' };
  expect(stack.endpoints().processes).toMatchObject([
    { ...missing, name: 'mongodb', pid: null, reason: 'no mongod here' },
    { name: 'gateway', state: 'ready' },
    { ...missing, name: 'analytics', reason: 'mongodb: no mongod here' },
  ]);
  await expect(carryOut(stack, 'start', 'mongodb')).rejects.toMatchObject({ fix: 'install it' });

  installed = true;
  await carryOut(stack, 'start', 'mongodb');
  await fetch(`http://127.0.0.1:${addresses.ports.grpc}/ready/true`, { method: 'POST' });
  await eventually(() => stack?.endpoints().processes.every(({ state }) => state === 'ready') || undefined);
});
