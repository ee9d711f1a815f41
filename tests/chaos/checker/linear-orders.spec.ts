import { expect, it } from '@jest/globals';
import type { Call } from './history.ts';
import { judgeOrders } from './linear-orders.ts';

const seen = (number: number, at: number, state: string, ...types: string[]): Call => ({
  number,
  client: 'c',
  operation: 'read-order',
  key: 'O-1',
  invoked: at,
  returned: at + 1,
  status: 200,
  text: JSON.stringify({ state, history: types.map((type) => ({ type })) }),
  attempts: [{ at, edge: 0, status: 200 }],
});

const missing = (number: number, at: number): Call => ({
  ...seen(number, at, ''),
  status: 404,
  text: '{}',
  attempts: [{ at, edge: 0, status: 404 }],
});

const against = (...calls: Call[]) => judgeOrders(calls).breaches.map(({ say }) => say);

it('an order that only grows is lawful', () => {
  expect(against(missing(0, 0), seen(1, 2, 'reserved', 'placed'), seen(2, 4, 'completed', 'placed', 'paid'))).toEqual(
    [],
  );
});

it.each<[string, Call[]]>([
  ['goes back', [seen(1, 0, 'completed', 'placed', 'paid'), seen(2, 5, 'reserved', 'placed')]],
  [
    'has two pasts',
    [seen(1, 0, 'completed', 'placed', 'paid'), seen(2, 5, 'rejected', 'placed', 'declined', 'released')],
  ],
  ['has two states at once', [seen(1, 0, 'completed', 'placed'), seen(2, 5, 'rejected', 'placed')]],
  ['vanishes', [seen(1, 0, 'reserved', 'placed'), missing(2, 5)]],
])('an order that %s is not', (_, calls) => {
  expect(against(...calls)).toHaveLength(1);
});
