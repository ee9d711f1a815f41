import { ask } from '../control.ts';
import { report, StackError } from '../failure.ts';
import { foldersOf } from '../folders.ts';
import { readState } from '../leftovers.ts';
import type { Order } from '../orders.ts';
import { isAlive } from '../processes/identity.ts';

/** Hands the order to the running supervisor for each name, all at once, and prints what it says in the order of the names. */
export async function sendOrders(order: Order, names: string[], dir = '.stack'): Promise<number> {
  const sent = await Promise.allSettled(names.map((name) => sendOrder(order, name, dir)));
  for (const result of sent) {
    if (result.status === 'fulfilled') console.log(result.value);
    else report(result.reason);
  }
  return sent.every(({ status }) => status === 'fulfilled') ? 0 : 1;
}

async function sendOrder(order: Order, name: string, dir: string): Promise<string> {
  const state = readState(foldersOf(dir));
  if (!state || !isAlive(state.supervisor)) throw new StackError('no stack runs in this clone', 'npm start');
  const answer = await ask(state.socket, { order, name });
  if (!answer)
    throw new StackError(
      `the supervisor (pid ${state.supervisor.pid}) does not take orders yet, or no more`,
      'try again',
    );
  if (!answer.ok) throw new StackError(answer.text, answer.fix ?? 'npm run stack -- status');
  return answer.text;
}
