import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { LedgerFile } from './ledger.file.js';
import type { Line } from './ledger.js';

describe('the ledger on disk', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ledger-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const line = (n: number): Line => ({ at: new Date(n).toISOString(), delivered: `msg_${n}` });

  const written = async (path: string) => {
    const { ledger, lines } = await LedgerFile.open(path);
    await ledger.close();
    return lines;
  };

  it('gives back what was appended, in order, however much came at once', async () => {
    const path = join(folder, 'new', 'ledger.jsonl');
    const { ledger, lines } = await LedgerFile.open(path);
    expect(lines).toEqual([]);
    const all = Array.from({ length: 100 }, (_, n) => line(n));
    await Promise.all(all.map((one) => ledger.append(one)));
    await ledger.close();
    expect(await written(path)).toEqual(all);
  });

  it('forgets a line that a crash has cut short, and goes on behind the whole ones', async () => {
    const path = join(folder, 'ledger.jsonl');
    const first = await LedgerFile.open(path);
    await first.ledger.append(line(1));
    await first.ledger.close();
    appendFileSync(path, '{"at":"2026-01-02T03:04:05.000Z","deliv');
    const second = await LedgerFile.open(path);
    expect(second.lines).toEqual([line(1)]);
    await second.ledger.append(line(2));
    await second.ledger.close();
    expect(await written(path)).toEqual([line(1), line(2)]);
  });
});
