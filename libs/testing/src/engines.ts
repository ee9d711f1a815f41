import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { MongoClient } from 'mongodb';
import pg from 'pg';

/** URLs of the real engines that serve the specs; each spec makes its own database or vhost on them. */
export interface Engines {
  /** Superuser, database `postgres`. */
  postgresAdminUrl: string;
  /** Vhost `/`, user guest. */
  rabbitmqUrl: string;
  /** HTTP API; user guest, password guest. */
  rabbitmqManagementUrl: string;
  /** Without a database. */
  mongodbUri: string;
  /** Where FerretDB stands in for MongoDB: the PostgreSQL below it (superuser). */
  mongodbPostgresUrl?: string;
}

/** The engines that jest's global setup has started (it leaves their file's name in `TEST_ENGINES`). Throws outside of it. */
export function engines(): Engines {
  const file = process.env.TEST_ENGINES;
  if (!file) throw new Error('no engines: run this spec by npm run test:integration or npm run test:e2e');
  return JSON.parse(readFileSync(file, 'utf8')) as Engines;
}

const fresh = (prefix: string) => `${prefix}_${randomBytes(5).toString('hex')}`;

/** @returns number of rows */
async function asAdmin(query: string, adminUrl = engines().postgresAdminUrl): Promise<number> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    return (await client.query(query)).rowCount ?? 0;
  } finally {
    await client.end();
  }
}

/** A new, empty PostgreSQL database; returns its URL (superuser). `adminUrl`: on another server than the specs share. */
export async function createDatabase(prefix: string, adminUrl = engines().postgresAdminUrl): Promise<string> {
  const name = fresh(prefix);
  await asAdmin(`create database "${name}"`, adminUrl);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return url.href;
}

const SESSIONS_END_WITHIN_MS = 2_000;

/**
 * Drops what `createDatabase` made, with the sessions that are still open after two seconds. `pool.end()` returns before its sessions
 * have ended; one that is cut off meanwhile reports it to nobody, and that fails whichever spec runs then.
 */
export async function dropDatabase(url: string): Promise<void> {
  const name = new URL(url).pathname.slice(1);
  const deadline = Date.now() + SESSIONS_END_WITHIN_MS;
  const open = `select 1 from pg_stat_activity where datname = '${name}' limit 1`;
  while ((await asAdmin(open)) > 0 && Date.now() < deadline) await delay(20);
  await asAdmin(`drop database if exists "${name}" with (force)`);
}

/**
 * A call to RabbitMQ's management API as guest, e.g. `rabbitmqApi('GET', '/api/queues/my_vhost')`.
 * Returns the JSON body, undefined for an empty one; throws for any other status than 2xx.
 */
export async function rabbitmqApi<Body = unknown>(method: string, path: string, body?: unknown): Promise<Body> {
  const answer = await fetch(engines().rabbitmqManagementUrl + path, {
    method,
    headers: { authorization: `Basic ${btoa('guest:guest')}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return (text === '' ? undefined : JSON.parse(text)) as Body;
}

/** A new RabbitMQ vhost; returns its AMQP URL. Its name is the URL's path without the slash. */
export async function createVhost(prefix: string): Promise<string> {
  const name = fresh(prefix);
  await rabbitmqApi('PUT', `/api/vhosts/${name}`);
  await rabbitmqApi('PUT', `/api/permissions/${name}/guest`, { configure: '.*', write: '.*', read: '.*' });
  const url = new URL(engines().rabbitmqUrl);
  url.pathname = `/${name}`;
  return url.href;
}

/** Drops what `createVhost` made, with its queues and connections. */
export async function dropVhost(url: string): Promise<void> {
  await rabbitmqApi('DELETE', `/api/vhosts/${new URL(url).pathname.slice(1)}`);
}

/** The URI of a new MongoDB database (it comes into being with the first write). */
export function createMongoDatabase(prefix: string): string {
  const url = new URL(engines().mongodbUri);
  url.pathname = `/${fresh(prefix)}`;
  return url.href;
}

/** Drops what was written below a URI of `createMongoDatabase`. */
export async function dropMongoDatabase(uri: string): Promise<void> {
  const client = new MongoClient(uri);
  try {
    await client.db().dropDatabase();
  } finally {
    await client.close();
  }
}
