// Real: a process of its own and real signals.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from '@jest/globals';
import { CLONE } from './folders.ts';

const PROGRAM = `
  import { endOnSignal } from ${JSON.stringify(pathToFileURL(join(CLONE, 'stack', 'end-on-signal.ts')).href)};
  endOnSignal(async () => {
    console.log('stopping');
    await new Promise((resolve) => process.stdin.once('data', resolve));
    console.log('stopped');
  });
  endOnSignal(async () => console.log('another stopped'));
  setInterval(() => {}, 1_000);
  console.log('started');
`;

it('stops each once and to the end, however many signals come', async () => {
  const child = spawn(process.execPath, ['--input-type=module', '-e', PROGRAM], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines: string[] = [];
  const exited = once(child, 'exit');
  for await (const chunk of child.stdout) {
    const said = String(chunk).trim().split('\n');
    lines.push(...said);
    if (said.includes('started')) child.kill('SIGTERM');
    if (said.includes('stopping')) {
      child.kill('SIGTERM');
      child.kill('SIGINT');
      child.stdin.write('go on\n');
    }
  }
  expect(lines).toEqual(['started', 'stopping', 'another stopped', 'stopped']);
  expect(await exited).toEqual([130, null]);
});
