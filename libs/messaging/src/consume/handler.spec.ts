import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { Delivery } from './delivery.js';
import { decide, HANDLER_BUDGET_MS, type HandlerExtras, shapeOf } from './handler.js';

const delivery = (messageId: string) => ({ messageId }) as Delivery;
const handler = (call: (data: Delivery | Delivery[]) => Promise<unknown>, extras: HandlerExtras = {}) => ({
  call,
  batch: extras.batch !== undefined,
  shape: shapeOf(extras),
});

describe('a handler', () => {
  afterEach(() => {
    jest.useRealTimers();
  });

  it('that does not decide within its budget has failed for now', async () => {
    jest.useFakeTimers();
    const decided = decide(
      handler(() => new Promise(() => {})),
      [delivery('e1')],
    );
    jest.advanceTimersByTime(HANDLER_BUDGET_MS);
    expect(await decided).toEqual([{ retry: 'the handler took more than 60 s' }]);
  });

  it('that throws has failed for now, for each message it was given', async () => {
    const throwing = handler(() => Promise.reject(new Error('boom')), { batch: { max: 2, waitMs: 0 } });
    expect(await decide(throwing, [delivery('e1'), delivery('e2')])).toEqual([{ retry: 'boom' }, { retry: 'boom' }]);
  });

  it('gets one delivery, or an array when it wants batches', async () => {
    const seen: unknown[] = [];
    const call = async (data: unknown) => {
      seen.push(data);
      return 'ack';
    };
    await decide(handler(call), [delivery('e1')]);
    await decide(handler(call, { batch: { max: 2, waitMs: 0 } }), [delivery('e2')]);
    expect(seen).toEqual([delivery('e1'), [delivery('e2')]]);
  });
});
