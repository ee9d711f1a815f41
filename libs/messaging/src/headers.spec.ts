import { describe, expect, it } from '@jest/globals';
import { attemptOf, clip, withoutBrokerHeaders } from './headers.js';

describe('headers of a message that is published again', () => {
  it('lose what the broker reads and keep ours', () => {
    const headers = {
      'x-death': [{ reason: 'expired' }],
      'x-first-death-queue': 'q',
      'x-first-death-reason': 'expired',
      'x-last-death-reason': 'delivery_limit',
      'x-delivery-count': 3,
      'x-acquired-count': 4,
      CC: ['analytics.product_sold'],
      BCC: 'notifications.product_sold',
      'x-attempt': 2,
      traceparent: '00-a-b-01',
      'x-original-routing-key': 'product_sold',
    };
    expect(withoutBrokerHeaders(headers)).toEqual({
      'x-attempt': 2,
      traceparent: '00-a-b-01',
      'x-original-routing-key': 'product_sold',
    });
  });

  it.each([undefined, 'three', -1, 1.5, Number.NaN, null])('count %p as no attempt yet', (value) => {
    expect(attemptOf({ 'x-attempt': value })).toBe(0);
  });

  it('hold a reason of at most 1 KiB, cut between characters', () => {
    expect(clip('short')).toBe('short');
    const clipped = clip('é'.repeat(2_000));
    expect(Buffer.byteLength(clipped)).toBeLessThanOrEqual(1024);
    expect(clipped).toMatch(/^é+…$/);
  });
});
