import { describe, expect, it } from '@jest/globals';
import { Lane } from './lane.js';

const turn = (ms = 0) => new Promise((resolve) => setTimeout(resolve, ms));

function lane(shape: { max: number; waitMs: number; concurrency: number }) {
  const runs: number[][] = [];
  const finish: (() => void)[] = [];
  const subject = new Lane<number>(shape, (items) => {
    runs.push(items);
    return new Promise((resolve) => finish.push(resolve));
  });
  return { subject, runs, finishOne: () => finish.shift()?.() };
}

describe('the way of deliveries to a handler', () => {
  it('runs a full batch at once and the next when that one is done', async () => {
    const { subject, runs, finishOne } = lane({ max: 2, waitMs: 10_000, concurrency: 1 });
    for (const item of [1, 2, 3, 4]) subject.push(item);
    expect(runs).toEqual([[1, 2]]);
    finishOne();
    await turn();
    expect(runs).toEqual([
      [1, 2],
      [3, 4],
    ]);
    subject.clear();
  });

  it('does not wait for a full batch for ever', async () => {
    const { subject, runs } = lane({ max: 200, waitMs: 5, concurrency: 1 });
    subject.push(1);
    expect(runs).toEqual([]);
    await turn(30);
    expect(runs).toEqual([[1]]);
  });

  it('lets only so many single deliveries run at the same time', async () => {
    const { subject, runs, finishOne } = lane({ max: 1, waitMs: 0, concurrency: 2 });
    for (const item of [1, 2, 3]) subject.push(item);
    expect(runs).toEqual([[1], [2]]);
    finishOne();
    await turn();
    expect(runs).toEqual([[1], [2], [3]]);
  });

  it('waits for nothing more when it drains', () => {
    const { subject, runs } = lane({ max: 200, waitMs: 10_000, concurrency: 1 });
    subject.push(1);
    subject.drain();
    expect(runs).toEqual([[1]]);
    expect(subject.idle).toBe(false);
  });
});
