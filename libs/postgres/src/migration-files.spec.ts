import { describe, expect, it } from '@jest/globals';
import { type MigrationFile, statementsOf, stepsOf } from './migration-files.js';

const file = (version: number, alone = false): MigrationFile => ({
  version,
  name: 'x',
  sql: '',
  alone,
  compatibleFrom: version,
});

describe('stepsOf', () => {
  it('puts neighbours into one transaction and what runs alone into a step of its own', () => {
    const steps = stepsOf([file(1), file(2), file(3, true), file(4, true), file(5), file(6)]);
    expect(steps.map((step) => step.map(({ version }) => version))).toEqual([[1, 2], [3], [4], [5, 6]]);
  });
});

describe('statementsOf', () => {
  it('cuts where a line ends a statement', () => {
    const sql = "-- why; because\nDROP INDEX IF EXISTS a;\nCREATE INDEX a\n  ON t (x); \nSELECT 'a; b'";
    expect(statementsOf(sql)).toEqual(['DROP INDEX IF EXISTS a;', 'CREATE INDEX a\n  ON t (x);', "SELECT 'a; b'"]);
  });

  it('leaves a quoted block whole', () => {
    const block = 'DO $$\nBEGIN\n  PERFORM 1;\nEND;\n$$;';
    expect(statementsOf(`${block}\nSELECT 1;`)).toEqual([block, 'SELECT 1;']);
  });
});
