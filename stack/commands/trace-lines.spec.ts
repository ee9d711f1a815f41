import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { linesOf } from './trace-lines.ts';

const TRACE = 'a'.repeat(32);
const line = (time: string, service: string, trace_id: string, msg: string) =>
  `${JSON.stringify({ level: 'info', time, service, trace_id, order_id: 'ORD-1', msg })}\n`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'logs-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('the lines of one trace come from all services, in the order of time, without those of others', async () => {
  writeFileSync(
    join(folder, 'gateway.log'),
    `not JSON, with ${TRACE}\n${line('2026-01-01T00:00:00.002Z', 'gateway', TRACE, 'sale')}`,
  );
  writeFileSync(
    join(folder, 'inventory.log'),
    line('2026-01-01T00:00:00.001Z', 'inventory', TRACE, 'sale recorded') +
      line('2026-01-01T00:00:00.003Z', 'inventory', 'b'.repeat(32), 'another'),
  );
  expect(await linesOf(folder, TRACE)).toEqual([
    '2026-01-01T00:00:00.001Z inventory     info  sale recorded order_id="ORD-1"',
    '2026-01-01T00:00:00.002Z gateway       info  sale order_id="ORD-1"',
  ]);
});

it('a folder that is not there has none', async () => {
  expect(await linesOf(join(folder, 'nowhere'), TRACE)).toEqual([]);
});
