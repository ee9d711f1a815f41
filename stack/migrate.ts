import { join } from 'node:path';
import type { Addresses } from './addresses.ts';
import { StackError } from './failure.ts';
import { CLONE } from './folders.ts';
import { lastWords, runHelper } from './processes/helper.ts';
import { type Say, timed } from './progress.ts';

const TOOL = join(CLONE, 'dist', 'tools', 'migrate', 'main.js');

/** Brings every database to the schema of this clone and puts the seeds in where they are missing. */
export async function migrateAndSeed(addresses: Addresses, say: Say): Promise<void> {
  const env = {
    ...process.env,
    NODE_OPTIONS: '',
    INVENTORY_DATABASE_URL: addresses.inventoryDatabase,
    NOTIFICATIONS_DATABASE_URL: addresses.notificationsDatabase,
    ORDERS_DATABASE_URL: addresses.ordersDatabase,
  };
  // `seed` migrates first: one process instead of two.
  const seed = () => runHelper(process.execPath, [TOOL, 'seed'], { cwd: CLONE, env });
  const end = await timed(say, 'migrating and seeding the databases', seed);
  if (end.ok) return;
  throw new StackError(
    `the databases could not be migrated: ${lastWords(end, 8)}`,
    'npm run migrate -- status   (npm start -- --fresh begins with empty databases)',
  );
}
