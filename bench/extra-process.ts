import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

/** A Node process that the bench starts beside the stack, and ends. */
export interface ExtraProcess {
  stop(): Promise<void>;
}

/** Starts `dist/<script>` and waits until `probe` answers (any HTTP answer, or a closed protocol other than refusal). */
export async function startProcess(
  script: string,
  env: NodeJS.ProcessEnv,
  probePort: number,
  path = '/',
): Promise<ExtraProcess> {
  const child = spawn(process.execPath, ['--max-semi-space-size=64', `dist/${script}.js`], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const stop = () => end(child);
  for (let tries = 0; tries < 400; tries++) {
    if (child.exitCode !== null) throw new Error(`${script} ended with ${child.exitCode}`);
    if (await answers(probePort, path)) return { stop };
    await delay(50);
  }
  await stop();
  throw new Error(`${script} does not answer on ${probePort}`);
}

async function answers(port: number, path: string): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}${path}`);
    return path === '/' || response.ok;
  } catch (error) {
    // A gRPC server ends an HTTP/1 connection: it listens all the same.
    return path === '/' && (error as { cause?: { code?: string } }).cause?.code !== 'ECONNREFUSED';
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), 20_000);
  await gone;
  clearTimeout(late);
}
