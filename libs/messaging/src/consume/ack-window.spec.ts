import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { AckWindow } from './ack-window.js';

const delivered = (...tags: number[]) => {
  const window = new AckWindow();
  for (const tag of tags) window.delivered(tag);
  return window;
};

describe('acknowledging what is finished', () => {
  it('says "up to" where nothing unfinished lies before, and names the others', () => {
    const window = delivered(1, 2, 3, 4, 5);
    for (const tag of [1, 2, 4]) window.done(tag);
    expect(window.take()).toEqual({ upTo: 2, single: [4] });
    window.done(3);
    expect(window.take()).toEqual({ upTo: 3, single: [] });
    window.done(5);
    expect(window.take()).toEqual({ upTo: 5, single: [] });
    expect(window.size).toBe(0);
  });

  it('does not wait for what went back or to the dead letters', () => {
    const window = delivered(1, 2);
    window.forget(1);
    window.done(2);
    expect(window.take()).toEqual({ upTo: 2, single: [] });
    window.done(1);
    expect(window.take()).toEqual({ upTo: undefined, single: [] });
  });

  it('never covers an unfinished delivery, and covers each finished one exactly once', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray([1, 2, 3, 4, 5, 6, 7, 8]),
        fc.array(fc.nat(3), { maxLength: 8 }),
        (order, pauses) => {
          const window = delivered(1, 2, 3, 4, 5, 6, 7, 8);
          const acked = new Set<number>();
          const finished = new Set<number>();
          const take = () => {
            const { upTo = 0, single } = window.take();
            const covered = [1, 2, 3, 4, 5, 6, 7, 8].filter((tag) => tag <= upTo && !acked.has(tag));
            for (const tag of [...covered, ...single]) {
              expect(finished).toContain(tag);
              expect(acked.has(tag)).toBe(false);
              acked.add(tag);
            }
          };
          order.forEach((tag, index) => {
            window.done(tag);
            finished.add(tag);
            if (pauses[index] === 0) take();
          });
          take();
          expect(acked).toEqual(finished);
        },
      ),
    );
  });
});
