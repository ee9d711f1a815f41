import { expect, it } from '@jest/globals';
import type { Call } from './history.ts';
import { judgeStock } from './linear-stock.ts';

let numbers = 0;

function call(
  operation: Call['operation'],
  invoked: number,
  returned: number | undefined,
  more: Partial<Call> = {},
): Call {
  numbers += 1;
  return {
    number: numbers,
    client: 'c',
    operation,
    key: `K-${numbers}`,
    product_id: 1,
    invoked,
    ...(returned !== undefined && { returned }),
    attempts: [{ at: invoked, edge: 0, status: more.status ?? 0 }],
    ...more,
  };
}

const sold = (from: number, to: number, quantity: number, after: number) =>
  call('sell', from, to, { quantity, status: 201, text: JSON.stringify({ current_stock: after }) });
const read = (from: number, to: number, stock: number) =>
  call('read-stock', from, to, { status: 200, text: JSON.stringify({ current_stock: stock }) });
const refused = (from: number, to: number, quantity: number, available: number) =>
  call('sell', from, to, { quantity, status: 409, problem: 'insufficient-stock', text: JSON.stringify({ available }) });
const restocked = (from: number, to: number, quantity: number, after: number) =>
  call('restock', from, to, { quantity, status: 201, text: JSON.stringify({ current_stock: after }) });
const unknown = (from: number, quantity: number) => call('sell', from, undefined, { quantity });

const against = (calls: Call[], initial = 10) => judgeStock(calls, 1, initial).against?.say;

it.each<[string, Call[]]>([
  ['one after the other', [sold(0, 1, 2, 8), read(2, 3, 8), sold(4, 5, 3, 5)]],
  ['side by side, answered in the other order', [sold(0, 9, 2, 5), sold(1, 8, 3, 7)]],
  ['a look during a sale sees before or after', [sold(0, 9, 2, 8), read(1, 2, 10), read(3, 4, 8)]],
  ['sold out, restocked, sold', [sold(0, 1, 10, 0), refused(2, 3, 1, 0), restocked(4, 5, 5, 5), sold(6, 7, 5, 0)]],
  ['a sale without an answer has taken place', [unknown(0, 4), read(5, 6, 6)]],
  ['a sale without an answer has not taken place', [unknown(0, 4), read(5, 6, 10)]],
  ['a sale without an answer takes place later', [unknown(0, 4), read(5, 6, 10), read(7, 8, 6)]],
])('%s: lawful', (_, calls) => {
  expect(against(calls)).toBeUndefined();
});

it.each<[string, Call[]]>([
  ['a stale look', [sold(0, 1, 2, 8), read(2, 3, 10)]],
  ['two looks that go back', [sold(0, 9, 2, 8), read(1, 2, 8), read(3, 4, 10)]],
  ['the same units sold twice', [sold(0, 5, 10, 0), sold(1, 6, 10, 0)]],
  ['a refusal while there is enough', [refused(0, 1, 1, 0)]],
  ['a sale that took nothing', [sold(0, 1, 2, 10)]],
  ['a sale that was lost', [sold(0, 1, 2, 8), sold(2, 3, 1, 9)]],
  ['a sale without an answer took place twice', [unknown(0, 4), read(5, 6, 6), read(7, 8, 2)]],
  ['a restock that was lost', [restocked(0, 1, 5, 15), read(2, 3, 10)]],
])('%s: not lawful', (_, calls) => {
  expect(against(calls)).toContain('nothing explains');
});

it('one order_id asked for twice at the same time is one sale', () => {
  const first = sold(0, 5, 2, 8);
  const twin = { ...sold(1, 4, 2, 8), key: first.key, status: 200 };
  expect(against([first, twin, read(6, 7, 8)])).toBeUndefined();
});

it('thousands of operations are judged in a moment', () => {
  let stock = 100_000;
  const calls: Call[] = [];
  for (let n = 0; n < 3_000; n++) calls.push(sold(n, n + 8, 1, --stock), read(n + 0.5, n + 1, stock));
  // Whatever is read half a step after a sale has begun has that sale in it.
  expect(against(calls, 100_000)).toBeUndefined();
});
