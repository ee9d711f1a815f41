import { appendFileSync, mkdirSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { describe } from '../../stack/failure.ts';
import { foldersOf } from '../../stack/folders.ts';

/** One line: who, what, how it ended. `AUDIT_LOG` names another file. */
function audit(command: string, details: Record<string, unknown>, env: NodeJS.ProcessEnv = process.env): void {
  const { logs } = foldersOf('.stack');
  const file = env.AUDIT_LOG ?? join(logs, 'audit.log');
  if (!env.AUDIT_LOG) mkdirSync(logs, { recursive: true });
  appendFileSync(file, `${JSON.stringify({ at: new Date().toISOString(), by: whoami(), command, ...details })}\n`);
}

/** Runs a call that changes something; its line is written however it ends. `ended` says how it ended. */
export async function audited<T>(
  command: string,
  details: Record<string, unknown>,
  work: () => Promise<T>,
  ended: (result: T) => Record<string, unknown>,
): Promise<T> {
  try {
    const result = await work();
    audit(command, { ...details, ...ended(result) });
    return result;
  } catch (error) {
    audit(command, { ...details, error: describe(error) });
    throw error;
  }
}

/** Whether one of the words changes something; `usual` is the word when there is none. A call for help changes nothing. */
export const isChange = (args: string[], changes: RegExp | undefined, usual = ''): boolean =>
  !args.some((word) => ['help', '--help', '-h'].includes(word)) &&
  (args.length > 0 ? args : [usual]).some((word) => changes?.test(word) ?? false);

/** A uid without a passwd entry, as in containers, is its number. */
function whoami(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}
