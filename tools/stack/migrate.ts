import { join } from 'node:path';
import type { Addresses } from './addresses.ts';
import { StackError } from './failure.ts';
import { CLONE } from './folders.ts';
import { lastWords, runHelper } from './processes/helper.ts';
import { type Say, timed } from './progress.ts';

const TOOL = join(CLONE, 'dist', 'tools', 'migrate', 'main.js');

/** Brings both databases to the schema of this clone and puts the seeds in where they are missing. */
export async function migrateAndSeed(addresses: Addresses, say: Say): Promise<void> {
  const env = {
    ...process.env,
    NODE_OPTIONS: '',
    INVENTORY_DATABASE_URL: addresses.inventoryDatabase,
    NOTIFICATIONS_DATABASE_URL: addresses.notificationsDatabase,
  };
  for (const step of ['up', 'seed']) {
    const end = await timed(say, `migrate ${step}`, () =>
      runHelper(process.execPath, [TOOL, step], { cwd: CLONE, env }),
    );
    if (end.ok) continue;
    throw new StackError(
      `migrate ${step} fails: ${lastWords(end, 8)}`,
      'npm run migrate -- status   (npm start -- --fresh begins with empty databases)',
    );
  }
}
