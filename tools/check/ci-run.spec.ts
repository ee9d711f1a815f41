import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { root } from './command.ts';

describe('.ci/run', () => {
  let base: string;
  beforeEach(() => {
    base = mkdtempSync(join(tmpdir(), 'ci-run-'));
    cpSync(join(root, '.ci'), join(base, '.ci'), { recursive: true });
    mkdirSync(join(base, 'bin'));
  });
  afterEach(() => rmSync(base, { recursive: true }));

  /** Runs it with an `npm` that answers as told. */
  const gate = (npm: { ci?: string; check?: string; test: string }) => {
    const script = `#!/bin/bash
case "$1 $2" in
  ci*) ${npm.ci ?? 'true'};;
  'run check') ${npm.check ?? 'true'};;
  test*) ${npm.test};;
esac`;
    writeFileSync(join(base, 'bin/npm'), script);
    chmodSync(join(base, 'bin/npm'), 0o755);
    const env = { ...process.env, PATH: `${join(base, 'bin')}${delimiter}${process.env.PATH}` };
    const { status, stdout } = spawnSync('bash', [join(base, '.ci/run')], { env, encoding: 'utf8', cwd: tmpdir() });
    return { status, count: stdout.trimEnd().split('\n').at(-1) };
  };

  it('passes with the count of the tests on the last line', () => {
    expect(gate({ test: 'echo; echo 12 passed, 0 failed; echo Ran all' })).toEqual({
      status: 0,
      count: '12 passed, 0 failed',
    });
  });

  it('leaves skipped tests out of the count', () => {
    expect(gate({ test: 'echo 12 passed, 0 failed, 1 skipped' })).toEqual({ status: 0, count: '12 passed, 0 failed' });
  });

  it('fails when a test fails', () => {
    expect(gate({ test: 'echo 11 passed, 1 failed; exit 1' })).toEqual({ status: 1, count: '11 passed, 1 failed' });
  });

  it('fails when the tests died before they could be counted', () => {
    expect(gate({ test: 'echo no engine; exit 1' })).toEqual({ status: 1, count: '0 passed, 1 failed' });
  });

  it('fails when the tests say passed and end with an error', () => {
    expect(gate({ test: 'echo 5 passed, 0 failed; exit 1' })).toEqual({ status: 1, count: '5 passed, 1 failed' });
  });

  it('counts a check that does not pass as one failure and still runs the tests', () => {
    expect(gate({ check: 'false', test: 'echo 5 passed, 0 failed' })).toEqual({
      status: 1,
      count: '5 passed, 1 failed',
    });
  });

  it('ends at once when the install fails', () => {
    expect(gate({ ci: 'false', test: 'echo 5 passed, 0 failed' })).toEqual({ status: 1, count: '0 passed, 1 failed' });
  });
});
