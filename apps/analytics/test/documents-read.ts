import { setTimeout as delay } from 'node:timers/promises';
import { engines } from '@app/testing';
import { MongoClient } from 'mongodb';
import pg from 'pg';

/** A PostgreSQL session that is idle publishes its statistics after so long. */
const PUBLISHED_AFTER_MS = 11_000;

const ROWS_READ = `
  SELECT coalesce(sum(seq_tup_read + coalesce(idx_tup_fetch, 0)), 0)::float8 AS rows
  FROM pg_stat_user_tables WHERE schemaname = $1 AND relname NOT LIKE '\\_ferretdb%'`;

/** How many documents the database has read so far: its own statistics. A mongod counts for all databases together. */
export async function documentsRead(uri: string): Promise<number> {
  const { mongodbPostgresUrl } = engines();
  return mongodbPostgresUrl ? rowsRead(mongodbPostgresUrl, new URL(uri).pathname.slice(1)) : scannedObjects(uri);
}

async function rowsRead(url: string, schema: string): Promise<number> {
  await delay(PUBLISHED_AFTER_MS);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ rows: number }>(ROWS_READ, [schema]);
    return rows[0]?.rows ?? 0;
  } finally {
    await client.end();
  }
}

async function scannedObjects(uri: string): Promise<number> {
  const client = new MongoClient(uri);
  try {
    const status = await client.db('admin').command({ serverStatus: 1 });
    return Number(status.metrics.queryExecutor.scannedObjects);
  } finally {
    await client.close();
  }
}
