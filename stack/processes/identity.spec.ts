import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from '@jest/globals';
import { identify, isAlive, killAll, treeOf } from './identity.ts';

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
  const tree = treeOf(root);
  await killAll(tree);
  expect(tree.filter((one) => isAlive(one))).toEqual([]);
  expect(treeOf(root)).toEqual([]);
});
