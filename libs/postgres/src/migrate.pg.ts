import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg, { type Pool } from 'pg';
import Postgrator from 'postgrator';

/** One numbered SQL file and when it was applied. */
export interface MigrationStatus {
  version: number;
  name: string;
  /** RFC 3339, or undefined while it is pending. */
  appliedAt: string | undefined;
}

/** The schema is not the one that the code was written for. `message` says what to run. */
export class SchemaVersionError extends Error {
  override readonly name = 'SchemaVersionError';
}

/** Any number; the same in every version of this tool. */
const MIGRATION_LOCK = 7_203_944_871;

/**
 * Applies the pending files of a folder, all or none, while no other migration of this database runs.
 * Files that were applied earlier must not have changed since (MD5).
 * @returns what was applied now, in order
 */
export async function migrate(url: string, folder: string): Promise<MigrationStatus[]> {
  return await inTransaction(url, async (client) => {
    await client.query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
    const applied = await postgrator(client, folder).migrate();
    return applied.map(({ version, name }) => ({ version, name, appliedAt: new Date().toISOString() }));
  });
}

/** Every file of the folder with its state. Reads only. */
export async function migrationStatus(url: string, folder: string): Promise<MigrationStatus[]> {
  return await inTransaction(url, async (client) => {
    const applied = await appliedVersions(client);
    const files = await postgrator(client, folder).getMigrations();
    return files
      .filter(({ action }) => action === 'do')
      .map(({ version, name }) => ({ version, name, appliedAt: applied.get(version) }))
      .sort((a, b) => a.version - b.version);
  });
}

/** Runs every `*.sql` of a folder in order, in one transaction. Seeds have to be idempotent. @returns the file names */
export async function seed(url: string, folder: string): Promise<string[]> {
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.sql')) : [];
  await inTransaction(url, async (client) => {
    for (const file of files.sort()) await client.query(readFileSync(join(folder, file), 'utf8'));
  });
  return files;
}

/**
 * Resolves when the database has exactly the newest version of the folder.
 * @throws {SchemaVersionError} when it is older or newer; other errors mean that the database could not be asked
 */
export async function assertSchemaVersion(pool: Pool, folder: string): Promise<void> {
  const wanted = Math.max(...readdirSync(folder).map((file) => Number.parseInt(file, 10) || 0));
  const found = Math.max(0, ...(await appliedVersions(pool)).keys());
  if (found === wanted) return;
  const fix =
    found < wanted
      ? 'run `npm run migrate -- up`'
      : 'the database is newer than this program: deploy the newer program';
  throw new SchemaVersionError(
    `The database schema has version ${found}, this program needs version ${wanted}: ${fix}`,
  );
}

async function appliedVersions(db: Pick<Pool, 'query'>): Promise<Map<number, string>> {
  const { rows: tables } = await db.query(`SELECT to_regclass('schemaversion') IS NOT NULL AS exists`);
  if (!tables[0].exists) return new Map();
  const { rows } = await db.query('SELECT version, run_at FROM schemaversion WHERE version > 0 ORDER BY version');
  return new Map(rows.map(({ version, run_at }) => [Number(version), (run_at as Date).toISOString()]));
}

function postgrator(client: pg.Client, folder: string): Postgrator {
  return new Postgrator({
    driver: 'pg',
    migrationPattern: `${folder}/*.sql`,
    currentSchema: 'public',
    newline: 'LF',
    execQuery: (query) => client.query(query),
  });
}

async function inTransaction<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: 'migrate', connectionTimeoutMillis: 5_000 });
  client.on('error', () => {}); // The query that is running rejects with the same error.
  await client.connect();
  try {
    // postgrator writes its run_at without a zone.
    await client.query(`BEGIN; SET LOCAL timezone = 'UTC'`);
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } finally {
    await client.end();
  }
}
