import { createReadStream, existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { StackError } from '../failure.ts';
import { foldersOf } from '../folders.ts';

const LOOK_EVERY_MS = 200;

export async function logs(name: string, follow: boolean): Promise<number> {
  const { logs: folder } = foldersOf('.stack');
  const file = join(folder, `${name}.log`);
  if (!existsSync(file) || name.includes('/')) {
    const known = existsSync(folder) ? readdirSync(folder).filter((entry) => entry.endsWith('.log')) : [];
    const names = known.map((entry) => entry.slice(0, -'.log'.length)).join(', ');
    throw new StackError(`there is no log of "${name}"`, names ? `one of: ${names}` : 'npm start');
  }
  process.stdout.on('error', () => process.exit(0)); // `| head` has seen enough.
  let from = 0;
  do {
    const { size } = statSync(file);
    if (size < from) from = 0;
    if (size > from)
      await pipeline(createReadStream(file, { start: from, end: size - 1 }), process.stdout, { end: false });
    from = size;
    if (follow) await delay(LOOK_EVERY_MS);
  } while (follow);
  return 0;
}
