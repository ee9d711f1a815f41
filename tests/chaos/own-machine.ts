import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { CLONE } from '../../stack/folders.ts';

const MARK = 'CHAOS_OWN_MACHINE';
const DISK_SIZE = '3g';

/** Whether this run has a network and a small disk that nobody else uses. */
export const ownMachine = { network: process.env[MARK] === 'yes', disk: process.env[MARK] === 'yes' };

/**
 * Starts this very command again in namespaces of its own, where root may drop packets and fill the disk without anybody else noticing.
 * @returns its exit code; undefined where that cannot be had, or when this is it already
 */
export async function inOwnMachine(): Promise<number | undefined> {
  if (ownMachine.network || process.getuid?.() !== 0) return undefined;
  if (spawnSync('unshare', ['--net', '--mount', 'true']).status !== 0) return undefined;
  const args = ['--net', '--mount', '--', process.execPath, ...process.execArgv, ...process.argv.slice(1)];
  const child = spawn('unshare', args, { stdio: 'inherit', env: { ...process.env, [MARK]: 'yes' } });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
}

/** The network's loopback, and a disk in memory for everything below the folder but its logs. Both end with this process. */
export function settleIn(dir: string): void {
  if (!ownMachine.network) return;
  must('ip', ['link', 'set', 'lo', 'up']);
  const folder = join(CLONE, dir);
  const logs = join(CLONE, `${dir}-logs`);
  for (const made of [folder, logs]) if (!existsSync(made)) mkdirSync(made);
  must('mount', ['-t', 'tmpfs', '-o', `size=${DISK_SIZE}`, 'none', folder]);
  mkdirSync(join(folder, 'logs'));
  must('mount', ['--bind', logs, join(folder, 'logs')]);
}

function must(command: string, args: string[]): void {
  const { status, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}`);
}
