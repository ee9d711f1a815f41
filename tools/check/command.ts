import { spawn } from 'node:child_process';
import { delimiter, dirname, join } from 'node:path';
import type { Finding } from './step.ts';

/** The folder of package.json; every command runs there. */
export const root = dirname(dirname(import.meta.dirname));

/** Local tools and this very Node first, also when the check is started without npm. */
const PATH = [join(root, 'node_modules/.bin'), dirname(process.execPath), process.env.PATH].join(delimiter);

/** Runs a command to its end. Its whole output is the finding when it exits with anything but 0. */
export async function command(program: string, ...args: string[]): Promise<Finding[]> {
  const { code, output } = await run(program, args);
  return code === 0 ? [] : [output.trim() || `${program} ${args.join(' ')} ended with exit code ${code}`];
}

/** Like `command`, for tools whose exit code alone does not say: `complaint` lines fail it, too. */
export async function quietCommand(complaint: RegExp, program: string, ...args: string[]): Promise<Finding[]> {
  const { code, output } = await run(program, args);
  return code === 0 && !complaint.test(output) ? [] : [output.trim()];
}

function run(program: string, args: string[]): Promise<{ code: number | null; output: string }> {
  const child = spawn(program, args, {
    cwd: root,
    env: { ...process.env, PATH, NO_COLOR: '1', FORCE_COLOR: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const collect = (chunk: Buffer) => {
    output += chunk;
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output }));
  });
}
