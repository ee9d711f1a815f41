import { expect, it } from '@jest/globals';
import type { Call } from './history.ts';
import { recoveriesOf } from './recovery.ts';

const sale = (invoked: number, returned: number) =>
  ({ operation: 'sell', key: 'S', invoked, returned, status: 201, attempts: [] }) as unknown as Call;

it('measures from the strike to the first sale after it, the longest pause, and the last document', () => {
  const calls = [sale(500, 900), sale(900, 3_000), sale(1_500, 3_500), sale(4_000, 4_100), sale(5_000, 8_900)];
  const arrivals = [
    { occurred: 2_900, recorded: 7_000 },
    { occurred: 9_000, recorded: 60_000 },
  ];
  expect(recoveriesOf(calls, arrivals, [{ name: 'x', began: 1_000, ended: 5_000 }])).toEqual([
    { fault: 'x', lasted: 4, firstSale: 2.5, longestPause: 4.8, lastEvent: 2 },
  ]);
});

it('says nothing of two at once', () => {
  const both = [
    { name: 'x', began: 1_000, ended: 5_000 },
    { name: 'y', began: 4_000, ended: 6_000 },
  ];
  expect(recoveriesOf([], [], both)).toEqual([]);
});
