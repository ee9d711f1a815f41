import { appendFileSync, mkdirSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { foldersOf } from '../../stack/folders.ts';

/** One line for each call that changes something: who, what, how it ended. `AUDIT_LOG` names another file. */
export function audit(command: string, details: Record<string, unknown>, env: NodeJS.ProcessEnv = process.env): void {
  const { logs } = foldersOf('.stack');
  const file = env.AUDIT_LOG ?? join(logs, 'audit.log');
  if (!env.AUDIT_LOG) mkdirSync(logs, { recursive: true });
  appendFileSync(file, `${JSON.stringify({ at: new Date().toISOString(), by: whoami(), command, ...details })}\n`);
}

/** A uid without a passwd entry, as in containers, is its number. */
function whoami(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}
