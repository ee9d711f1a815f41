import { type ChildProcess, spawn } from 'node:child_process';

export interface HelperOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  user?: { uid: number; gid: number } | undefined;
}

export interface HelperEnd {
  ok: boolean;
  /** The end of what it wrote, both outputs together. */
  said: string;
}

const KEEP_CHARACTERS = 4_000;
const running = new Set<ChildProcess>();

/** A command that runs once and ends (a build, an initdb, a migration). Never throws. */
export function runHelper(
  command: string,
  args: string[],
  { user, ...options }: HelperOptions = {},
): Promise<HelperEnd> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { ...options, ...user, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    running.add(child);
    let said = '';
    const keep = (chunk: Buffer) => {
      said = (said + chunk).slice(-KEEP_CHARACTERS);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const end = (ok: boolean, last = '') => {
      running.delete(child);
      resolve({ ok, said: (said + last).trim() });
    };
    child.once('error', (error) => end(false, error.message));
    child.once('close', (code, signal) => end(code === 0, code === null ? `ended by ${signal}` : ''));
  });
}

/** Ends the helpers that are still at work, each with everything below it. */
export function endHelpers(): void {
  for (const { pid } of running) {
    try {
      if (pid !== undefined) process.kill(-pid, 'SIGTERM');
    } catch {
      // It ended in between.
    }
  }
}

/** The last lines, on one line: for a message. */
export function lastWords({ said }: HelperEnd, lines = 2): string {
  return said.split('\n').slice(-lines).join(' / ') || 'it said nothing';
}
