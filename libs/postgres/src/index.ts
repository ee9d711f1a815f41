export { int4Array, int8Array, jsonArray, textArray, timestamptzArray, uuidArray } from './binary-arrays.js';
export { classifyPgError, type PgFailure, type PgFailureKind } from './classify.js';
export { appsWithMigrations, migrationsFolder, seedsFolder } from './folders.js';
export {
  assertSchemaVersion,
  type MigrationStatus,
  migrate,
  migrationStatus,
  SchemaVersionError,
  seed,
} from './migrate.pg.js';
export { createPool, PG_TIMEOUTS, type Pool, type PoolClient } from './pool.pg.js';
export { roundTrip, type Statement } from './round-trip.pg.js';
export { inTransaction, OutcomeUnknownError } from './transaction.pg.js';
