import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** `apps/<app>/migrations`, from the sources and from `dist` alike. */
export const migrationsFolder = (app: string): string => join(root(), 'apps', app, 'migrations');

/** `apps/<app>/seeds`; it may not exist. */
export const seedsFolder = (app: string): string => join(root(), 'apps', app, 'seeds');

/** Apps that own a PostgreSQL schema. */
export function appsWithMigrations(): string[] {
  return readdirSync(join(root(), 'apps'))
    .filter((app) => existsSync(migrationsFolder(app)))
    .sort();
}

/** The folder that holds `apps/inventory/migrations`: SQL files are shipped beside `dist`, never inside it. */
function root(from = dirname(fileURLToPath(import.meta.url))): string {
  if (existsSync(join(from, 'apps/inventory/migrations'))) return from;
  if (dirname(from) === from) throw new Error('apps/inventory/migrations is missing: it is shipped beside dist/');
  return root(dirname(from));
}
