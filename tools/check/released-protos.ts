import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { command, root } from './command.ts';
import type { Finding } from './step.ts';

/** What `protos/` breaks of `protos/released/`. A copy elsewhere is compared with: buf takes no input inside of its module. */
export async function brokenProtos(): Promise<Finding[]> {
  const released = mkdtempSync(join(tmpdir(), 'check-protos-'));
  try {
    cpSync(join(root, 'protos/released'), released, { recursive: true });
    return await command('buf', 'breaking', '--against', released);
  } finally {
    rmSync(released, { recursive: true, force: true });
  }
}
