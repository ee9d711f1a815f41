// Real: PostgreSQL, RabbitMQ and the MongoDB of this machine, started for this file alone because it kills them.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@app/testing';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { MongoClient } from 'mongodb';
import pg from 'pg';
import { carryOut } from '../orders.ts';
import { treeOf } from '../processes/identity.ts';
import type { Stack } from '../stack.ts';
import { discardEngines } from '../start-engines.ts';
import { startStack } from '../start-stack.ts';
import { hasCluster } from './postgres-cluster.ts';

const HEALED = { timeoutMs: 60_000, everyMs: 200 };
let stack: Stack;

beforeAll(async () => {
  const dir = mkdtempSync(join(tmpdir(), `stack engines 'é' "日本" [1] $HOME `));
  stack = await startStack({ dir, ports: 'free', services: [], env: {} });
}, 120_000);
afterAll(async () => {
  await discardEngines(stack);
  rmSync(stack.folders.dir, { recursive: true });
}, 30_000);

async function sql(url: string, query: string) {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  try {
    await client.connect();
    return (await client.query(query)).rows;
  } finally {
    await client.end();
  }
}

async function mongo<T>(work: (client: MongoClient) => Promise<T>): Promise<T> {
  const client = new MongoClient(stack.endpoints().mongodb, { serverSelectionTimeoutMS: 2_000 });
  try {
    return await work(client);
  } finally {
    await client.close();
  }
}

async function crash(name: string): Promise<void> {
  const before = stack.component(name).pid;
  await carryOut(stack, 'kill', name);
  await eventually(
    () => (stack.component(name).detail === 'ready' && stack.component(name).pid !== before) || undefined,
    HEALED,
  );
}

it('gives each service a database that the other cannot enter', async () => {
  const { postgres, notifications_postgres } = stack.endpoints();
  expect(await sql(postgres, 'select current_user, current_database()')).toEqual([
    { current_user: 'inventory', current_database: 'inventory_db' },
  ]);
  const trespass = new URL(postgres);
  trespass.pathname = new URL(notifications_postgres).pathname;
  await expect(sql(trespass.href, 'select 1')).rejects.toThrow('permission denied for database');
});

it('PostgreSQL comes back from a kill with what was committed', async () => {
  const { postgres } = stack.endpoints();
  await sql(postgres, 'create table kept (id int)');
  await sql(postgres, 'insert into kept values (1)');
  await crash('postgres');
  expect(await sql(postgres, 'select id from kept')).toEqual([{ id: 1 }]);
}, 60_000);

// RabbitMQ comes back from a kill with its persistent messages: tests/e2e/broker-outage.e2e.spec.ts.

it('MongoDB comes back from a kill with its documents', async () => {
  await mongo((client) => client.db().collection('kept').insertOne({ order_id: 'A-1' }));
  await crash('mongodb');
  expect(await mongo((client) => client.db().collection('kept').countDocuments({ order_id: 'A-1' }))).toBe(1);
}, 60_000);

it('a paused PostgreSQL stands still with all its sessions, and goes on', async () => {
  const { postgres } = stack.endpoints();
  const session = new pg.Client({ connectionString: postgres });
  await session.connect();
  await carryOut(stack, 'pause', 'postgres');
  let answered = false;
  const answer = session.query('select 1').then(() => {
    answered = true;
  });
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(answered).toBe(false);
  await carryOut(stack, 'resume', 'postgres');
  await answer;
  await session.end();
});

it('stops without leaving a process of the engine behind', async () => {
  const tree = stack.component('rabbitmq').processes.flatMap(({ identity }) => (identity ? treeOf(identity) : []));
  expect(tree.length).toBeGreaterThan(2); // epmd, the node, and what the node has started.
  await carryOut(stack, 'stop', 'rabbitmq');
  expect(tree.flatMap((one) => treeOf(one))).toEqual([]);
}, 30_000);

it('refuses data that another version has written, naming the way out', () => {
  const data = join(stack.folders.dir, 'old');
  mkdirSync(data);
  writeFileSync(join(data, 'PG_VERSION'), '15\n');
  expect(() => hasCluster(data)).toThrow(`${data} was written by PostgreSQL 15; this is PostgreSQL 18`);
  writeFileSync(join(data, 'PG_VERSION'), '18\n');
  expect(hasCluster(data)).toBe(true);
});
