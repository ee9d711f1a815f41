import { ask } from '../control.ts';
import { StackError } from '../failure.ts';
import { foldersOf } from '../folders.ts';
import { readState } from '../leftovers.ts';
import type { Order } from '../orders.ts';

const NOT_RUNNING = new StackError('no stack runs in this clone', 'npm start');

export async function sendOrder(order: Order, name: string): Promise<number> {
  const state = readState(foldersOf('.stack'));
  const answer = state && (await ask(state.socket, { order, name }));
  if (!answer) throw NOT_RUNNING;
  if (!answer.ok) throw new StackError(answer.text, answer.fix ?? 'npm run stack -- status');
  console.log(answer.text);
  return 0;
}
