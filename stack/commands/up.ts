import { setTimeout as delay } from 'node:timers/promises';
import { ask, serveOrders } from '../control.ts';
import { describe, report, StackError } from '../failure.ts';
import { type Folders, foldersOf } from '../folders.ts';
import { readState } from '../leftovers.ts';
import { endHelpers } from '../processes/helper.ts';
import { isAlive } from '../processes/identity.ts';
import { reminded, seconds, timed } from '../progress.ts';
import type { Stack } from '../stack.ts';
import { startStack } from '../start-stack.ts';
import { whenStarterDies } from '../starter.ts';
import { summary } from '../summary.ts';

const OTHER_ENDS_WITHIN_MS = 30_000;
const began = Date.now();

const say = (line: string) => console.log(`${seconds(Date.now() - began).padStart(7)}  ${line}`);

/** `npm start`: stays in the foreground until Ctrl-C, SIGTERM or `down`. */
export async function up({ fresh }: { fresh: boolean }): Promise<number> {
  process.stdout.on('error', () => {}); // A terminal that is gone must not end the stack half way.
  const folders = foldersOf('.stack');
  await waitForOneThatEnds(folders);
  let endBecause: (why: string) => void = () => {};
  const ending = new Promise<string>((resolve) => {
    endBecause = resolve;
  });
  let stack: Stack | undefined;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => endBecause(signal === 'SIGINT' ? 'Ctrl-C' : signal));
  whenStarterDies(() => endBecause('npm is gone'));
  const started = startStack({
    fresh,
    say,
    began: (own) => {
      stack = own;
      serveOrders(own, () => endBecause('down')).catch((error: unknown) => {
        report(cannotServe(folders, error));
        process.exitCode = 1;
        endBecause('no orders can be taken');
      });
      remindOfSlowStarts(own);
    },
  });
  started
    .then(
      (ready) => !ready.isStopping && console.log(`\n${lastLine(ready)}\n\n${summary(ready.endpoints(), folders)}\n`),
    )
    .catch(() => {});
  const failed = started.then(() => new Promise<never>(() => {}));
  const why = await Promise.race([ending, failed.catch(giveUp)]);
  return end(stack, why);
}

function cannotServe({ socket }: Folders, error: unknown): StackError {
  return new StackError(
    `orders cannot be taken at ${socket}: ${describe(error)}`,
    'set TMPDIR to a folder that you can write to, then npm start',
  );
}

function lastLine(stack: Stack): string {
  const waiting = stack.components.filter((component) => component.publicState !== 'ready' && !component.spec.optional);
  const time = seconds(Date.now() - began);
  if (waiting.length === 0) return `  Ready in ${time}.`;
  return `  Started in ${time}; not ready: ${waiting.map(({ spec }) => spec.name).join(', ')} (npm run stack -- status says why).`;
}

function giveUp(error: unknown): never {
  report(error);
  process.exit(1);
}

async function end(stack: Stack | undefined, why: string): Promise<never> {
  const from = Date.now();
  say(`${why}: ending everything that was started here`);
  endHelpers();
  await timed(say, 'services drain, engines close their data', async () => stack?.stop());
  say(`all ended (${seconds(Date.now() - from)})`);
  process.exit();
}

/** One that is on its way out is waited for; one that runs is left to startStack, which refuses. */
async function waitForOneThatEnds(folders: Folders): Promise<void> {
  const state = readState(folders);
  if (!state || !isAlive(state.supervisor)) return;
  const answer = await ask(state.socket, { order: 'hello' });
  if (answer?.text !== 'stopping') return;
  const deadline = Date.now() + OTHER_ENDS_WITHIN_MS;
  await timed(say, `waiting for the stack of pid ${state.supervisor.pid} to end`, async () => {
    while (isAlive(state.supervisor)) {
      if (Date.now() > deadline)
        throw new StackError(
          `pid ${state.supervisor.pid} does not end`,
          `kill -9 ${state.supervisor.pid}, then npm start`,
        );
      await delay(100);
    }
  });
}

/** Whatever takes longer than a second says that it is at it. */
function remindOfSlowStarts(stack: Stack): void {
  for (const component of stack.components) {
    const came = async () => {
      await component.until(['starting', 'ready', 'unready', 'missing'], Number.POSITIVE_INFINITY);
      const settled = component.until(['ready', 'unready', 'missing', 'stopping', 'stopped'], Number.POSITIVE_INFINITY);
      await reminded(say, `${component.spec.name} starts`, () => settled);
    };
    void came();
  }
}
