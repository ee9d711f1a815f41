// Also run as plain Node (the bench): `.ts` endings, no aliases.
import { type ChildProcess, spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { CLONE, foldersOf } from '../../../stack/folders.ts';
import { NODE_FLAGS } from '../../../stack/services.ts';

/** A Node process that a spec or the bench starts beside the stack, and ends. */
export interface NodeProcess {
  /** Its exit code; null when a signal ended it. */
  readonly ended: Promise<number | null>;
  /** What it has complained about on stderr. */
  readonly complaints: () => string;
  kill(signal: NodeJS.Signals): void;
  /** SIGTERM, and SIGKILL when it has not drained within 20 s. @returns its exit code */
  stop(): Promise<number | null>;
}

const DRAIN_WITHIN_MS = 20_000;
/** Several processes may start at once on a busy machine. */
const READY_WITHIN_MS = 120_000;

/** Nothing is left behind by a run that is interrupted, or by a hook that fails half way. */
const children = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of children) child.kill('SIGKILL');
});

/** Starts `dist/<script>.js`, or an absolute path without `.js`; build it before (`ensureBuilt`). `onLine` gets each line of its log. */
export function spawnProcess(script: string, env: NodeJS.ProcessEnv, onLine?: (line: string) => void): NodeProcess {
  const child = spawn(process.execPath, [...NODE_FLAGS, resolve(CLONE, 'dist', `${script}.js`)], {
    env: { ...process.env, NODE_OPTIONS: '', NODE_COMPILE_CACHE: join(foldersOf('.stack').cache, 'node'), ...env },
    stdio: ['ignore', onLine ? 'pipe' : 'ignore', 'pipe'],
  });
  children.add(child);
  child.once('close', () => children.delete(child));
  if (onLine && child.stdout) createInterface(child.stdout).on('line', onLine);
  let complaints = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    complaints += chunk;
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    ended,
    complaints: () => complaints,
    kill: (signal) => void child.kill(signal),
    stop: () => stop(child, ended),
  };
}

/** Starts `dist/<script>.js` and waits until `probe` answers with success; without a path any sign of life will do. */
export async function startProcess(
  script: string,
  env: NodeJS.ProcessEnv,
  probe: { port: number; path?: string },
  onLine?: (line: string) => void,
): Promise<NodeProcess> {
  const process = spawnProcess(script, env, onLine);
  let running = true;
  void process.ended.then(() => {
    running = false;
  });
  for (const deadline = Date.now() + READY_WITHIN_MS; Date.now() < deadline && running; await delay(50)) {
    if (await answers(probe)) return process;
  }
  const code = await process.stop();
  throw new Error(`${script} is not ready on ${probe.port}, exit code ${code}: ${process.complaints()}`);
}

async function answers({ port, path }: { port: number; path?: string }): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}${path ?? '/'}`);
    await response.arrayBuffer();
    return path === undefined || response.ok;
  } catch (error) {
    // A gRPC server ends an HTTP/1 connection: it listens all the same.
    return path === undefined && (error as { cause?: { code?: string } }).cause?.code !== 'ECONNREFUSED';
  }
}

async function stop(child: ChildProcess, ended: Promise<number | null>): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return ended;
  child.kill('SIGCONT');
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), DRAIN_WITHIN_MS);
  const code = await ended;
  clearTimeout(late);
  return code;
}
