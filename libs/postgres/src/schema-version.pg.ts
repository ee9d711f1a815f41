import type { Pool } from 'pg';
import { type MigrationFile, migrationFiles } from './migration-files.js';

/** The schema is not one that the code works with. `message` says what to do. */
export class SchemaVersionError extends Error {
  override readonly name = 'SchemaVersionError';
}

type Db = Pick<Pool, 'query'>;

/**
 * Resolves when the database has the newest version of the folder, or a newer one all of whose additional migrations
 * declare themselves compatible with this program: it may restart beside a database that is already migrated.
 * @throws {SchemaVersionError} when it is older, or newer and not compatible; other errors mean that the database could not be asked
 */
export async function assertSchemaVersion(pool: Db, folder: string): Promise<void> {
  const wanted = Math.max(...migrationFiles(folder).map(({ version }) => version));
  const found = Math.max(0, ...(await appliedVersions(pool)).keys());
  if (found === wanted) return;
  const reason = found < wanted ? 'run `npm run migrate -- up`' : await whyNewerIsRefused(pool, wanted);
  if (reason === undefined) return;
  throw new SchemaVersionError(
    `The database schema has version ${found}, this program needs version ${wanted}: ${reason}`,
  );
}

async function whyNewerIsRefused(db: Db, program: number): Promise<string | undefined> {
  const declared = await declaredCompatibility(db);
  const newer = [...(await appliedVersions(db)).keys()].filter((version) => version > program);
  const breaking = newer.find((version) => (declared.get(version) ?? version) > program);
  if (breaking === undefined) return undefined;
  const needs = Math.max(...newer.map((version) => declared.get(version) ?? version));
  return (
    `the database is newer than this program and migration ${breaking} is not compatible with it; ` +
    `deploy a program of schema version ${needs} or later`
  );
}

async function declaredCompatibility(db: Db): Promise<Map<number, number>> {
  if (!(await tableExists(db, 'schema_compatibility'))) return new Map();
  const { rows } = await db.query('SELECT version, compatible_from FROM schema_compatibility');
  return new Map(rows.map(({ version, compatible_from }) => [Number(version), Number(compatible_from)]));
}

/** Keeps what the files declare, for programs that do not have them. Belongs into the transaction that records the versions. */
export async function recordCompatibility(db: Db, files: MigrationFile[]): Promise<void> {
  await db.query(
    `CREATE TABLE IF NOT EXISTS schema_compatibility (version bigint PRIMARY KEY, compatible_from bigint NOT NULL)`,
  );
  await db.query(
    `INSERT INTO schema_compatibility SELECT * FROM unnest($1::bigint[], $2::bigint[]) ON CONFLICT (version) DO NOTHING`,
    [files.map(({ version }) => version), files.map(({ compatibleFrom }) => compatibleFrom)],
  );
}

/** When each version was applied, RFC 3339. */
export async function appliedVersions(db: Db): Promise<Map<number, string>> {
  if (!(await tableExists(db, 'schemaversion'))) return new Map();
  const { rows } = await db.query('SELECT version, run_at FROM schemaversion WHERE version > 0 ORDER BY version');
  return new Map(rows.map(({ version, run_at }) => [Number(version), (run_at as Date).toISOString()]));
}

async function tableExists(db: Db, table: string): Promise<boolean> {
  const { rows } = await db.query('SELECT to_regclass($1) IS NOT NULL AS exists', [table]);
  return rows[0].exists;
}
