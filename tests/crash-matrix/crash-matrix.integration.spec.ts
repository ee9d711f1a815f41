// Real: PostgreSQL, RabbitMQ, and gateway, orders, inventory and the payment simulator as operating-system processes that die.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Random } from '../chaos/random.ts';
import { allCells, nameOf, someCells } from './cells.ts';
import { Rig } from './rig.ts';
import { runCell } from './run-cell.ts';
import { type CellResult, lineOf, tableOf } from './table.ts';

/** `all`, a number of cells, or a part of their names. The same cells in every `npm test`: each effect once. */
const { CRASH_MATRIX = '10', CRASH_SEED = '1' } = process.env;

function chosen() {
  const random = new Random(Number(CRASH_SEED));
  if (CRASH_MATRIX === 'all') return allCells();
  if (/^\d+$/.test(CRASH_MATRIX)) return someCells(Number(CRASH_MATRIX), () => random.next());
  return allCells().filter((cell) => nameOf(cell).includes(CRASH_MATRIX));
}

describe(`crash matrix (CRASH_SEED=${CRASH_SEED})`, () => {
  let rig: Rig;
  const results: CellResult[] = [];

  beforeAll(async () => {
    rig = await Rig.start();
  }, 300_000);

  afterAll(async () => {
    process.stderr.write(`\n${tableOf(results)}\n\n`);
    await rig?.close();
  }, 60_000);

  it.each(chosen().map((cell, number) => [nameOf(cell), cell, number] as const))(
    '%s',
    async (_name, cell, number) => {
      const result = await runCell(rig, cell, number);
      results.push(result);
      process.stderr.write(`${lineOf(result)}\n`);
      expect(result.against).toEqual([]);
    },
    120_000,
  );
});
