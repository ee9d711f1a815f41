import { setTimeout as sleep } from 'node:timers/promises';
import { ask } from '../../stack/control.ts';
import { StackError } from '../../stack/failure.ts';
import { CLONE, foldersOf } from '../../stack/folders.ts';
import { runHelper } from '../../stack/processes/helper.ts';
import { adminToken } from './admin-token.ts';
import { audited } from './audit.ts';
import { call } from './gateway.ts';

const STOCK = 100;
const ORDERS = 500;
const AT_ONCE = 50;
const SALES_WITHOUT_BROKER = 20;
const SETTLED_WITHIN_MS = 60_000;

type Say = (line: string) => void;

/** The whole story in a minute: a flash sale, an outage of the broker, and the ledger afterwards. @returns the exit code */
export async function demo(say: Say): Promise<number> {
  const run = Date.now().toString(36);
  const { exact, settled } = await audited(
    'demo',
    { run },
    () => play(run, say),
    (end) => ({ ...end }),
  );
  return exact && settled ? 0 : 1;
}

async function play(run: string, say: Say) {
  say(`1. A flash sale: ${ORDERS} orders for ${STOCK} units`);
  const token = await adminToken();
  const product = await create(`Demo ${run}`, ORDERS + STOCK, token);
  const scarce = await create(`Flash sale ${run}`, STOCK, token);
  const rush = await sellMany(scarce, ORDERS, `DEMO-${run}-RUSH`);
  say(`   ${rush.get(201) ?? 0} sold, ${rush.get(409) ?? 0} refused, ${await stockOf(scarce)} left`);

  say('2. The broker dies; people go on buying');
  await stack('stop');
  const dark = await sellMany(product, SALES_WITHOUT_BROKER, `DEMO-${run}-DARK`);
  say(`   ${dark.get(201) ?? 0} of ${SALES_WITHOUT_BROKER} sold while no event could be published`);

  say('3. The broker comes back; the events that waited are published');
  await stack('start');

  say('4. The ledger: stock, sales, documents and mails are compared');
  const settled = await untilVerified();
  say(
    settled.ok ? '   everything adds up: nothing was lost, nothing was sold twice' : `   not settled: ${settled.said}`,
  );
  const sold = rush.get(201) ?? 0;
  return { sold, exact: sold === STOCK && dark.get(201) === SALES_WITHOUT_BROKER, settled: settled.ok };
}

async function create(name: string, stock: number, token: string): Promise<number> {
  const { status, body } = await call('POST', '/products', { name, price_cents: 999, currency: 'USD', stock }, token);
  if (status !== 201)
    throw new StackError(`the demo product could not be made: ${body.detail ?? status}`, 'npm run stack -- status');
  return body.id;
}

async function sellMany(product_id: number, count: number, prefix: string): Promise<Map<number, number>> {
  const answers = new Map<number, number>();
  let next = 0;
  const buyer = async (): Promise<void> => {
    while (next < count) {
      const order_id = `${prefix}-${next++}`;
      const { status } = await call('POST', '/inventory/decrease', { product_id, quantity: 1, order_id });
      answers.set(status, (answers.get(status) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, buyer));
  return answers;
}

const stockOf = async (id: number): Promise<number> => (await call('GET', `/inventory/${id}`)).body.current_stock;

async function stack(order: 'stop' | 'start'): Promise<void> {
  const answer = await ask(foldersOf('.stack').socket, { order, name: 'rabbitmq' });
  if (!answer)
    throw new StackError('the demo stops and starts the broker of a stack, and none runs in this clone', 'npm start');
  if (!answer.ok) throw new StackError(answer.text, answer.fix ?? 'npm run stack -- status');
}

/** Events that waited for the broker take some seconds to arrive. */
async function untilVerified(): Promise<{ ok: boolean; said: string }> {
  const deadline = Date.now() + SETTLED_WITHIN_MS;
  for (;;) {
    const result = await runHelper(process.execPath, ['tools/run.ts', 'tools/verify/main.js'], { cwd: CLONE });
    if (result.ok || Date.now() > deadline) return result;
    await sleep(1_000);
  }
}
