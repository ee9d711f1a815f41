/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { byId } from './picture.js';

const RUSH_ORDERS = 500;
const AT_ONCE = 24;
const DEMO_PRODUCT = 1;

type Said = (text: string) => void;

const orderId = () => `LIVE-${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 8)}`;

interface Problem {
  detail?: string;
}

async function post(path: string, body: object): Promise<{ status: number; body: Record<string, unknown> & Problem }> {
  const answer = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: await answer.json().catch(() => ({})) };
}

const sell = (product_id: number) => post('inventory/decrease', { product_id, quantity: 1, order_id: orderId() });

async function sellOne(say: Said): Promise<void> {
  const { status, body } = await sell(DEMO_PRODUCT);
  if (status === 201) say(`Order ${body.order_id}: sold, ${body.current_stock} left.`);
  else say(body.detail ?? `The gateway answered ${status}.`);
}

/** Five times as many orders as there are units: exactly as many are sold as there are. */
async function rush(say: Said): Promise<void> {
  const { status, body } = await post('flow/actions/prepare-rush', {});
  if (status !== 200) return say(body.detail ?? `The gateway answered ${status}.`);
  let left = RUSH_ORDERS;
  const answers = new Map<number, number>();
  const buyer = async (): Promise<void> => {
    while (left-- > 0) {
      const { status: answered } = await sell(body.product_id as number);
      answers.set(answered, (answers.get(answered) ?? 0) + 1);
      say(`${answers.get(201) ?? 0} sold, ${answers.get(409) ?? 0} refused …`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, buyer));
  const other = RUSH_ORDERS - (answers.get(201) ?? 0) - (answers.get(409) ?? 0);
  say(
    `${RUSH_ORDERS} orders for ${body.stock} units: ${answers.get(201) ?? 0} sold, ${answers.get(409) ?? 0} refused${other > 0 ? `, ${other} without an answer` : ''}.`,
  );
}

async function broker(action: string, say: Said): Promise<void> {
  say(action === 'stop-broker' ? 'Stopping the broker …' : 'Starting the broker …');
  const { status, body } = await post(`flow/actions/${action}`, {});
  say(status === 200 ? String(body.text) : (body.detail ?? `The gateway answered ${status}.`));
}

async function press(button: HTMLButtonElement, say: Said): Promise<void> {
  button.disabled = true;
  const action = button.dataset.action ?? '';
  try {
    if (action === 'sell-one') await sellOne(say);
    else if (action === 'prepare-rush') await rush(say);
    else await broker(action, say);
  } catch {
    say('The gateway does not answer.');
  } finally {
    button.disabled = false;
  }
}

/** Gives every button its work; a button that works cannot be pressed again. */
export function installActions(): void {
  const say: Said = (text) => {
    byId('result').textContent = text;
  };
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-action]'))
    button.addEventListener('click', () => void press(button, say));
}
