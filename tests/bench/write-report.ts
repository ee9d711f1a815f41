import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import type { BenchOptions } from './bench.ts';
import { type Plot, toSvg } from './plot.ts';
import { type Row, toMarkdown } from './report.ts';

const BEGIN = '<!-- bench:begin -->';
const END = '<!-- bench:end -->';

/** Writes the plots, which docs/performance.md shows. */
export function writePlots(plots: Plot[]): void {
  const folder = new URL('../../docs/performance/', import.meta.url);
  mkdirSync(folder, { recursive: true });
  for (const plot of plots) writeFileSync(new URL(`${plot.name}.svg`, folder), toSvg(plot));
}

/** Puts the table of a whole run with machine, commit and date between the marks of docs/performance.md; the words around it stay. */
export function writeTable(rows: Row[], { seconds, rounds }: BenchOptions): void {
  const file = new URL('../../docs/performance.md', import.meta.url);
  const text = readFileSync(file, 'utf8');
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  const machine = `${cpus().length} cores (${cpus()[0]?.model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`;
  const caption = `${new Date().toISOString().slice(0, 10)}, commit ${commit}, ${machine}; ${rounds} rounds of ${seconds} s each.`;
  const [before = '', rest = ''] = text.split(BEGIN);
  const after = rest.split(END)[1] ?? '';
  writeFileSync(file, `${before}${BEGIN}\n\n${caption}\n\n${toMarkdown(rows)}\n\n${END}${after}`);
}
