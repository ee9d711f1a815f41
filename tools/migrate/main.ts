import { setTimeout as sleep } from 'node:timers/promises';
import { defineConfig, integer, refuseInsecureProduction, SERVICE_VARIABLES } from '@app/config';
import {
  appsWithMigrations,
  classifyPgError,
  migrate,
  migrationStatus,
  migrationsFolder,
  seed,
  seedsFolder,
} from '@app/postgres';

const variableOf = (app: string) => `${app.toUpperCase()}_DATABASE_URL`;
const VARIABLES = appsWithMigrations().map(variableOf).join(', ');

const SETTINGS = {
  NODE_ENV: SERVICE_VARIABLES.NODE_ENV,
  MIGRATE_WAIT_SECONDS: integer(0, 3_600)({ default: 30, desc: 'seconds to wait for a database that does not answer' }),
};

const USAGE = `Usage: npm run migrate -- <command>

  up       apply the pending migrations of every database (the default)
  status   list migrations and whether they are applied; exit code 1 when some are pending
  seed     apply the pending migrations, then the demo products (repeatable)

Databases: ${VARIABLES}. A database without a URL is left alone.
Waits up to 30 seconds for a database that does not answer (MIGRATE_WAIT_SECONDS).`;

interface Database {
  app: string;
  url: string;
}

/** What each command does with one database. @returns false when something is left to do */
const COMMANDS: Record<string, (database: Database) => Promise<boolean>> = {
  up: applyMigrations,
  status: showStatus,
  seed: async (database) => (await applyMigrations(database)) && (await applySeeds(database)),
};

async function applyMigrations({ app, url }: Database): Promise<boolean> {
  const applied = await migrate(url, migrationsFolder(app));
  for (const { version, name } of applied) console.log(`${app}: applied ${version} ${name}`);
  if (applied.length === 0) console.log(`${app}: up to date`);
  return true;
}

async function showStatus({ app, url }: Database): Promise<boolean> {
  const migrations = await migrationStatus(url, migrationsFolder(app));
  for (const { version, name, appliedAt } of migrations) {
    console.log(`${app}: ${String(version).padStart(4, '0')} ${name.padEnd(24)} ${appliedAt ?? 'pending'}`);
  }
  return migrations.every(({ appliedAt }) => appliedAt !== undefined);
}

async function applySeeds({ app, url }: Database): Promise<boolean> {
  for (const file of await seed(url, seedsFolder(app))) console.log(`${app}: seeded ${file}`);
  return true;
}

/** Repeats while the database does not answer: it may be starting. */
async function whenReachable(
  database: Database,
  command: (database: Database) => Promise<boolean>,
  seconds: number,
): Promise<boolean> {
  const deadline = Date.now() + 1_000 * seconds;
  for (let attempt = 1; ; attempt++) {
    try {
      return await command(database);
    } catch (error) {
      if (classifyPgError(error).kind !== 'unavailable' || Date.now() > deadline) throw error;
      if (attempt === 1) console.error(`${database.app}: waiting for the database (${reason(error)})`);
      await sleep(500);
    }
  }
}

function reason(error: unknown): string {
  if (error instanceof AggregateError) return reason(error.errors[0]);
  return error instanceof Error ? error.message : String(error);
}

function databases(): Database[] {
  return appsWithMigrations().flatMap((app) => {
    const url = process.env[variableOf(app)];
    return url ? [{ app, url }] : [];
  });
}

async function main([name = 'up', ...rest]: string[]): Promise<number> {
  if ([name, ...rest].some((word) => ['help', '--help', '-h'].includes(word))) {
    console.log(USAGE);
    return 0;
  }
  const command = Object.hasOwn(COMMANDS, name) && rest.length === 0 ? COMMANDS[name] : undefined;
  if (!command) {
    console.error(`Unknown command ${JSON.stringify([name, ...rest].join(' '))}.\n\n${USAGE}`);
    return 2;
  }
  const targets = databases();
  if (targets.length === 0) {
    console.error(`No database to work on: set one of ${VARIABLES}.`);
    return 2;
  }
  const { NODE_ENV, MIGRATE_WAIT_SECONDS } = defineConfig('migrate', SETTINGS);
  refuseInsecureProduction('migrate', {
    NODE_ENV,
    ...Object.fromEntries(targets.map(({ app, url }) => [variableOf(app), url])),
  });
  let done = true;
  for (const database of targets) {
    try {
      done = (await whenReachable(database, command, MIGRATE_WAIT_SECONDS)) && done;
    } catch (error) {
      console.error(`${database.app}: ${name} failed: ${reason(error)}`);
      done = false;
    }
  }
  return done ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2)).catch((error) => {
  console.error(reason(error));
  return 1;
});
