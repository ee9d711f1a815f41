// `npm run check`: everything that can be said about the repository without running it. Same command locally and in CI.
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { runAll } from './check/run-all.ts';
import { steps } from './check/steps.ts';

const usage = `npm run check [-- --only <step>[,<step>] ] [--help]

Runs every step, two or more at a time, and fails when one does. The steps:
${steps.map((step) => `  ${step.name.padEnd(14)} ${step.promise}`).join('\n')}`;

function chosen(only: string | undefined) {
  if (only === undefined) return steps;
  const names = only.split(',').map((name) => name.trim());
  const unknown = names.filter((name) => !steps.some((step) => step.name === name));
  if (unknown.length > 0) {
    console.error(`no step is named ${unknown.join(', ')}. Known: ${steps.map((step) => step.name).join(', ')}`);
    process.exit(2);
  }
  return steps.filter((step) => names.includes(step.name));
}

function options() {
  try {
    return parseArgs({ options: { only: { type: 'string' }, help: { type: 'boolean', short: 'h' } } }).values;
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${usage}`);
    process.exit(2);
  }
}

const { only, help } = options();
if (help) {
  console.log(usage);
} else {
  const passed = await runAll(chosen(only), Math.max(2, availableParallelism()));
  process.exitCode = passed ? 0 : 1;
}
