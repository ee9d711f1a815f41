import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { RecentMap, textOf, after as waited, within } from './index.js';

describe('a time limit', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('passes an answer and a rejection on, and leaves no timer', async () => {
    expect(await within(1_000, Promise.resolve('yes'), () => 'late')).toBe('yes');
    await expect(within(1_000, Promise.reject(new Error('no')), () => 'late')).rejects.toThrow('no');
    expect(jest.getTimerCount()).toBe(0);
  });

  it('answers in time when the work does not', async () => {
    const answer = within(1_000, new Promise(() => {}), () => 'late');
    jest.advanceTimersByTime(1_000);
    expect(await answer).toBe('late');
  });

  it('is over at once when it is interrupted', async () => {
    const interrupt = new AbortController();
    const interrupted = waited(60_000, interrupt.signal);
    interrupt.abort();
    await interrupted;
    await waited(60_000, interrupt.signal);
    expect(jest.getTimerCount()).toBe(0);
  });
});

describe('an error in words', () => {
  it.each([
    [new Error('boom'), 'boom'],
    [Object.assign(new Error(''), { code: 'ECONNREFUSED' }), 'ECONNREFUSED'],
    [new AggregateError([new Error('first'), new Error('second')]), 'first'],
    [new AggregateError([]), 'AggregateError'],
    ['text', 'text'],
    [undefined, 'undefined'],
    [null, 'null'],
    [{ message: 'like an error' }, 'like an error'],
    [{ message: 5 }, '[object Object]'],
  ])('%p is %s', (error, text) => {
    expect(textOf(error)).toBe(text);
  });
});

it('the newest entries are known, the oldest are forgotten, and what is set again is new', () => {
  const map = new RecentMap<number, string>(4);
  for (const key of [1, 2, 3, 4]) map.set(key, `v${key}`);
  map.set(3, 'again');
  expect([1, 2, 3, 4].map((key) => map.get(key))).toEqual(['v1', 'v2', 'again', 'v4']);
  map.set(5, 'v5');
  expect([1, 2, 3, 4, 5].map((key) => map.get(key))).toEqual([undefined, undefined, 'again', 'v4', 'v5']);
});
