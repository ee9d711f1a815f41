import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { type MigrationFile, migrationFiles, statementsOf, stepsOf } from './migration-files.js';
import { appliedVersions, recordCompatibility } from './schema-version.pg.js';

/** One numbered SQL file and when it was applied. */
export interface MigrationStatus {
  version: number;
  name: string;
  /** RFC 3339, or undefined while it is pending. */
  appliedAt: string | undefined;
}

/** Any number; the same in every version of this tool. */
const MIGRATION_LOCK = 7_203_944_871;
const ASK_AGAIN_MS = 100;

/**
 * Applies the pending files of a folder while no other migration of this database runs. Neighbours are applied all or
 * none; a file that runs alone (`.alone.sql`) is recorded after its last statement and begun again until it gets there.
 * Files that were applied earlier must not have changed since (MD5).
 * @returns what was applied now, in order
 */
export async function migrate(url: string, folder: string): Promise<MigrationStatus[]> {
  return await underMigrationLock(url, (client) => applyPending(client, folder));
}

async function applyPending(client: pg.Client, folder: string): Promise<MigrationStatus[]> {
  const version = Math.max(0, ...(await appliedVersions(client)).keys());
  if (version > 0) await inTransaction(client, () => migrateTo(version, client, folder)); // Compares checksums.
  const applied: MigrationStatus[] = [];
  for (const step of stepsOf(migrationFiles(folder).filter((file) => file.version > version))) {
    await applyStep(client, folder, step);
    applied.push(...step.map(({ version, name }) => ({ version, name, appliedAt: new Date().toISOString() })));
  }
  return applied;
}

async function applyStep(client: pg.Client, folder: string, step: MigrationFile[]): Promise<void> {
  const last = step.at(-1) as MigrationFile;
  if (last.alone) for (const statement of statementsOf(last.sql)) await client.query(statement);
  await inTransaction(client, async () => {
    await migrateTo(last.version, client, folder, last.alone);
    await recordCompatibility(client, step);
  });
}

/** Every file of the folder with its state. Reads only. */
export async function migrationStatus(url: string, folder: string): Promise<MigrationStatus[]> {
  return await connected(url, async (client) => {
    const applied = await appliedVersions(client);
    return migrationFiles(folder).map(({ version, name }) => ({ version, name, appliedAt: applied.get(version) }));
  });
}

/** Runs every `*.sql` of a folder in order, in one transaction. Seeds have to be idempotent. @returns the files that inserted something */
export async function seed(url: string, folder: string): Promise<string[]> {
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.sql')) : [];
  const fresh: string[] = [];
  await connected(url, (client) =>
    inTransaction(client, async () => {
      for (const file of files.sort())
        if (await inserts(client, readFileSync(join(folder, file), 'utf8'))) fresh.push(file);
    }),
  );
  return fresh;
}

async function inserts(client: pg.Client, sql: string): Promise<boolean> {
  const results = [await client.query(sql)].flat();
  return results.some(({ command, rowCount }) => command === 'INSERT' && (rowCount ?? 0) > 0);
}

/** A folder's name as a pattern that stands for nothing else. */
const withoutPatterns = (folder: string) => folder.replaceAll(/[\\*?[\]{}()!+@|]/g, String.raw`\$&`);

/** Postgrator is loaded by who migrates: a service only compares versions. */
async function migrateTo(version: number, client: pg.Client, folder: string, hasRun = false): Promise<void> {
  const { default: Postgrator } = await import('postgrator');
  const postgrator = new Postgrator({
    driver: 'pg',
    migrationPattern: `${withoutPatterns(folder)}/*.sql`,
    currentSchema: 'public',
    newline: 'LF',
    execQuery: (query) => client.query(query),
    ...(hasRun && { execSqlScript: async () => {} }),
  });
  await postgrator.migrate(String(version));
}

/**
 * The lock lives in a transaction of a second connection, so that it works behind a transaction pooler too. It is asked
 * for again and again: a session that waits inside a statement holds a snapshot, and an index that is built concurrently
 * would wait for that snapshot.
 */
async function underMigrationLock<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  return await connected(url, async (guard) => {
    while (!(await takeLock(guard))) await sleep(ASK_AGAIN_MS);
    return await connected(url, work);
  });
}

async function takeLock(guard: pg.Client): Promise<boolean> {
  await guard.query('BEGIN; SET LOCAL idle_in_transaction_session_timeout = 0');
  // Without parameters: the portal of a parameterised query would keep its snapshot while the transaction is idle.
  const { rows } = await guard.query(`SELECT pg_try_advisory_xact_lock(${MIGRATION_LOCK}) AS taken`);
  if (!rows[0].taken) await guard.query('ROLLBACK');
  return rows[0].taken;
}

async function inTransaction<T>(client: pg.Client, work: () => Promise<T>): Promise<T> {
  // postgrator writes its run_at without a zone.
  await client.query(`BEGIN; SET LOCAL timezone = 'UTC'`);
  try {
    const result = await work();
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {}); // The first error is the one to report.
    throw error;
  }
}

/** One connection for `work`; closing it gives up whatever it held. */
async function connected<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: 'migrate', connectionTimeoutMillis: 5_000 });
  client.on('error', () => {}); // The query that is running rejects with the same error.
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
