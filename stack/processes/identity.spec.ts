import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from '@jest/globals';
import { identify, isAlive, treeOf } from './identity.ts';

it('knows a process from a later one with the same pid', () => {
  const me = identify(process.pid);
  if (!me) throw new Error('no /proc here');
  expect(isAlive(me)).toBe(true);
  expect(isAlive({ ...me, startTime: `${Number(me.startTime) - 1}` })).toBe(false);
  expect(isAlive({ ...me, bootId: 'before the last boot' })).toBe(false);
});

it('finds the whole tree below a process, and nothing once it is gone', async () => {
  const shell = spawn('sh', ['-c', 'sleep 60 & echo $!; wait']);
  const [sleeper] = (await once(shell.stdout, 'data')) as [Buffer];
  const root = identify(shell.pid ?? 0);
  if (!root) throw new Error('no /proc here');
  expect(treeOf(root).map(({ pid }) => pid)).toEqual([shell.pid, Number(String(sleeper))]);
  for (const { pid } of treeOf(root)) process.kill(pid, 'SIGKILL');
  await once(shell, 'exit');
  expect(treeOf(root)).toEqual([]);
});
