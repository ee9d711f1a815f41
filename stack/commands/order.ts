import { ask } from '../control.ts';
import { StackError } from '../failure.ts';
import { foldersOf } from '../folders.ts';
import { readState } from '../leftovers.ts';
import type { Order } from '../orders.ts';
import { isAlive } from '../processes/identity.ts';

/** Hands the order to the running supervisor and prints what it says. */
export async function sendOrder(order: Order, name: string): Promise<number> {
  const state = readState(foldersOf('.stack'));
  if (!state || !isAlive(state.supervisor)) throw new StackError('no stack runs in this clone', 'npm start');
  const answer = await ask(state.socket, { order, name });
  if (!answer)
    throw new StackError(
      `the supervisor (pid ${state.supervisor.pid}) does not take orders yet, or no more`,
      'try again',
    );
  if (!answer.ok) throw new StackError(answer.text, answer.fix ?? 'npm run stack -- status');
  console.log(answer.text);
  return 0;
}
