import { audited } from './audit.ts';
import { type Answer, call } from './gateway.ts';

/** What the buying commands share. */
export interface BuyOptions {
  orderId?: string;
  email?: string;
  json?: boolean;
}

const newOrderId = () => `CLI-${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 6)}`;

const statusOf = ({ status }: Answer) => ({ status });

/** Sells one product. @returns the exit code: 0 only when it was sold, now or by an equal call before */
export async function buy(productId: number, quantity: number, options: BuyOptions): Promise<number> {
  const order_id = options.orderId ?? newOrderId();
  const body = { product_id: productId, quantity, order_id, ...(options.email && { customer_email: options.email }) };
  const answer = await audited('buy', body, () => call('POST', '/inventory/decrease', body), statusOf);
  const { product_name, total_cents, currency, current_stock } = answer.body;
  return show(
    answer,
    options,
    () =>
      `${order_id}: ${quantity} × ${product_name}, ${total_cents} ${currency} in minor units, ${current_stock} left`,
  );
}

/** Orders a basket. `lines` are `product_id:quantity`. */
export async function order(lines: string[], options: BuyOptions & { token: string }): Promise<number> {
  const order_id = options.orderId ?? newOrderId();
  const body = {
    order_id,
    lines: lines.map(parseLine),
    payment_token: options.token,
    ...(options.email && { customer_email: options.email }),
  };
  const details = { order_id, lines: body.lines };
  const answer = await audited('order', details, () => call('POST', '/orders', body), statusOf);
  const { state, total_cents, currency } = answer.body;
  return show(answer, options, () => `${order_id}: ${state}, ${total_cents} ${currency} in minor units`);
}

/** `1:2` is two units of product 1; `1` is one. */
export function parseLine(text: string): { product_id: number; quantity: number } {
  const match = /^(\d+)(?::(\d+))?$/.exec(text);
  if (!match) throw new Error(`"${text}" is not product_id:quantity, for example 1:2`);
  return { product_id: Number(match[1]), quantity: Number(match[2] ?? 1) };
}

function show({ status, body }: Answer, { json }: BuyOptions, sentence: () => string): number {
  const good = status < 300;
  if (json) console.log(JSON.stringify(body, undefined, 2));
  else if (good) console.log(`${status === 200 ? 'as before: ' : ''}${sentence()}`);
  else
    console.error(
      `✗ ${status} ${body.title ?? ''}: ${body.detail ?? body}${(body.errors ?? []).map(fieldLine).join('')}`,
    );
  return good ? 0 : 1;
}

const fieldLine = ({ pointer, detail }: { pointer: string; detail: string }) => `\n  ${pointer}: ${detail}`;
