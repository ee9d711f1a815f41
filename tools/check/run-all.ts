import type { Step } from './step.ts';

const seconds = (since: number) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

/** Runs the steps, `width` at a time in their order, prints each when it ends and one line of summary. */
export async function runAll(steps: Step[], width: number): Promise<boolean> {
  const start = performance.now();
  const waiting = [...steps];
  const failed: string[] = [];
  const skipped: string[] = [];

  async function worker() {
    for (let step = waiting.shift(); step; step = waiting.shift()) {
      const began = performance.now();
      const reason = step.skip?.();
      const findings = reason ? [] : await outcome(step);
      if (reason) skipped.push(step.name);
      if (findings.length > 0) failed.push(step.name);
      const word = reason ? 'skip' : findings.length > 0 ? 'FAIL' : 'ok';
      console.log(`${word.padEnd(4)}  ${step.name.padEnd(14)} ${reason ?? seconds(began)}`);
      for (const finding of findings) console.log(finding.trimEnd().replace(/^/gm, '      '));
    }
  }

  await Promise.all(Array.from({ length: width }, worker));
  const passed = steps.length - failed.length - skipped.length;
  const tail = skipped.length > 0 ? `, ${skipped.length} skipped (${skipped.join(', ')})` : '';
  const head = failed.length > 0 ? `${failed.length} failed (${failed.join(', ')}), ` : '';
  console.log(`check: ${head}${passed} passed${tail} in ${seconds(start)}`);
  return failed.length === 0;
}

async function outcome(step: Step) {
  try {
    return await step.run();
  } catch (error) {
    return [error instanceof Error ? (error.stack ?? error.message) : String(error)];
  }
}
