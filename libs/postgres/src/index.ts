export { int4Array, int8Array, jsonArray, textArray, timestamptzArray, uuidArray } from './binary-arrays.js';
export { classifyPgError, type PgFailure, type PgFailureKind } from './classify.js';
export { DatabaseWatch } from './database-watch.js';
export { appsWithMigrations, migrationsFolder, seedsFolder } from './folders.js';
export { type MigrationStatus, migrate, migrationStatus, seed } from './migrate.pg.js';
export { createPool, PG_TIMEOUTS, type Pool, type PoolClient } from './pool.pg.js';
export { roundTrip, type Statement } from './round-trip.pg.js';
export { assertSchemaVersion, SchemaVersionError } from './schema-version.pg.js';
export { inTransaction, OutcomeUnknownError } from './transaction.pg.js';
