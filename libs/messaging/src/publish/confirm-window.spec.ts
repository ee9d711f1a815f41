import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ConfirmWindow } from './confirm-window.js';
import type { PublishResult } from './publish-result.js';

const TIMEOUT_MS = 5_000;
const open = (max = 10) => new ConfirmWindow(max, TIMEOUT_MS);

describe('messages that wait for their confirm', () => {
  it('are confirmed one by one, or all up to a tag', async () => {
    const window = open();
    const results = ['a', 'b', 'c', 'd'].map((id) => window.sent(id, 0));
    window.confirmed(2, false, true);
    window.confirmed(3, true, true);
    window.confirmed(4, false, false);
    expect(await Promise.all(results)).toMatchObject([
      { ok: true },
      { ok: true },
      { ok: true },
      { ok: false, failure: 'nack' },
    ]);
    expect(window.inFlight).toBe(0);
  });

  it('were returned when the broker said so before its confirm, each as often as it said so', async () => {
    const window = open();
    const [first, second, third] = [window.sent('a', 0), window.sent('a', 0), window.sent('a', 0)];
    window.returned('a', 'NO_ROUTE');
    window.returned('a', 'NO_ROUTE');
    window.confirmed(3, true, true);
    expect(await first).toEqual({ ok: false, failure: 'returned', message: 'NO_ROUTE' });
    expect(await second).toMatchObject({ failure: 'returned' });
    expect(await third).toEqual({ ok: true });
  });

  it('time out by age and keep their place until the broker answers: a stuck broker fills the window, not the memory', async () => {
    const window = open(2);
    const old = window.sent('old', 0);
    const young = window.sent('young', 4_000);
    window.expire(TIMEOUT_MS);
    expect(await old).toEqual({ ok: false, failure: 'timeout' });
    expect(window.full).toBe(true);
    window.confirmed(1, false, true);
    expect(window.full).toBe(false);
    window.confirmed(2, false, true);
    expect(await young).toEqual({ ok: true });
  });

  it('fail together when their channel is lost, and tags start again at 1', async () => {
    const window = open();
    const lost = window.sent('a', 0);
    window.fail({ ok: false, failure: 'closed' });
    expect(await lost).toEqual({ ok: false, failure: 'closed' });
    const next = window.sent('b', 0);
    window.confirmed(1, false, true);
    expect(await next).toEqual({ ok: true });
  });

  it('settle exactly once each, in whatever order and grouping the broker answers', async () => {
    const answers = fc.array(fc.record({ pick: fc.nat(), multiple: fc.boolean(), ok: fc.boolean() }), {
      maxLength: 60,
    });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 40 }), answers, async (count, given) => {
        let settled = 0;
        const window = new ConfirmWindow(40, TIMEOUT_MS, () => settled++);
        const results: Promise<PublishResult>[] = [];
        for (let index = 0; index < count; index++) results.push(window.sent(String(index), 0));
        for (const { pick, multiple, ok } of given) window.confirmed((pick % count) + 1, multiple, ok);
        window.confirmed(count, true, true);
        expect(settled).toBe(count);
        expect(window.inFlight).toBe(0);
        expect(await Promise.all(results)).toHaveLength(count);
      }),
      { numRuns: 100 },
    );
  });
});
