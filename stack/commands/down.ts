import { setTimeout as delay } from 'node:timers/promises';
import { ask } from '../control.ts';
import { StackError } from '../failure.ts';
import { type Folders, foldersOf } from '../folders.ts';
import { endLeftovers, leftoversOf, readState } from '../leftovers.ts';
import { isAlive } from '../processes/identity.ts';
import { seconds, timed } from '../progress.ts';
import { rewriteAsStopped } from '../stopped.ts';

const END_WITHIN_MS = 30_000;

export async function down(): Promise<number> {
  const folders = foldersOf('.stack');
  const began = Date.now();
  const state = readState(folders);
  if (state && isAlive(state.supervisor)) {
    await ask(state.socket, { order: 'down' });
    const gone = () => untilGone(() => isAlive(state.supervisor));
    if (!(await timed(console.log, 'ending the stack', gone))) {
      throw new StackError(
        `pid ${state.supervisor.pid} does not end`,
        `kill -9 ${state.supervisor.pid}, then npm run stack -- down`,
      );
    }
    console.log(`the stack is down (${seconds(Date.now() - began)}); its data stays in ${folders.data}`);
  } else if (state && leftoversOf(state).length > 0) {
    await endLeftovers(state, console.log);
    settle(folders);
  } else {
    console.log('no stack runs in this clone');
    settle(folders);
  }
  return 0;
}

function settle(folders: Folders): void {
  rewriteAsStopped(folders);
}

async function untilGone(lives: () => boolean): Promise<boolean> {
  const deadline = Date.now() + END_WITHIN_MS;
  while (lives()) {
    if (Date.now() > deadline) return false;
    await delay(100);
  }
  return true;
}
