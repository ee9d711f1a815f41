// npm run build: emits everything and checks its types, both at once. What the check has found out is kept in .build/, so a build
// after one changed line checks little. What is emitted never depends on it.
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';

const CHECK =
  '-p tsconfig.build.json --noCheck false --noEmit --incremental --tsBuildInfoFile .build/types.tsbuildinfo';

function run(command: string, args: string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: 'inherit' });
    child.once('error', (error) => {
      console.error(`${command}: ${error.message}`);
      resolve(false);
    });
    child.once('exit', (code) => resolve(code === 0));
  });
}

rmSync('dist', { recursive: true, force: true });
const ends = await Promise.all([run('nest', ['build', 'workspace']), run('tsc', CHECK.split(' '))]);
process.exitCode = ends.every(Boolean) ? 0 : 1;
