import { describe, expect, it } from '@jest/globals';
import { composeSnapshot, type FlowFacts, type FlowQueue, quantileMs } from './flow-snapshot.js';

const queue = (name: string, over: Partial<FlowQueue> = {}): FlowQueue => ({
  name,
  ready: 0,
  consumers: 1,
  retrying: 0,
  dead: 0,
  ...over,
});

const facts = (over: Partial<FlowFacts> = {}): FlowFacts => ({
  at: new Date('2026-01-01T00:00:00Z'),
  counters: { sales: 0, requests: 0, orders: 0, buckets: new Map() },
  breaker: 'closed',
  checks: { inventory: { ok: true }, rabbitmq: { ok: true } },
  outbox: { pending: 0, oldest_age_seconds: 0 },
  queues: [queue('analytics.product_sold'), queue('notifications.product_sold')],
  ...over,
});

const stateOf = (over: Partial<FlowFacts>, id: string) =>
  composeSnapshot(facts(over), facts()).nodes.find((node) => node.id === id);

describe('rates', () => {
  it('come from two moments', () => {
    const later = facts({
      at: new Date('2026-01-01T00:00:02Z'),
      counters: {
        sales: 30,
        requests: 50,
        orders: 4,
        buckets: new Map([
          [0.01, 20],
          [Number.POSITIVE_INFINITY, 20],
        ]),
      },
    });
    const snapshot = composeSnapshot(later, facts());
    expect(snapshot.sales).toEqual({ total: 30, per_second: 15 });
    expect(snapshot.requests).toEqual({ per_second: 25, p50_ms: 5, p99_ms: 9.9 });
    expect(snapshot.orders).toEqual({ per_second: 2 });
  });

  it('are never negative, whatever the clock does', () => {
    const earlier = facts({ at: new Date('2025-12-31T23:00:00Z') });
    expect(composeSnapshot(earlier, facts()).sales.per_second).toBe(0);
  });
});

describe('a quantile', () => {
  const buckets = new Map([
    [0.01, 50],
    [0.1, 90],
    [Number.POSITIVE_INFINITY, 100],
  ]);
  it.each([
    [0.25, 5],
    [0.5, 10],
    [0.7, 55],
    [0.99, 100],
  ])('%d is %d ms', (q, ms) => expect(quantileMs(buckets, q)).toBe(ms));

  it('does not exist without samples', () => expect(quantileMs(new Map([[1, 0]]), 0.5)).toBeNull());
});

describe('a box', () => {
  it('is red when the gateway cannot reach it, and says why', () => {
    const checks = { inventory: { ok: false, reason: 'inventory is not connected' }, rabbitmq: { ok: true } };
    expect(stateOf({ checks }, 'inventory')).toEqual({
      id: 'inventory',
      state: 'down',
      detail: 'inventory is not connected',
    });
  });

  it('of a worker is red when one of its queues has no consumer', () => {
    const queues = [queue('analytics.product_sold'), queue('analytics.orders', { consumers: 0 })];
    expect(stateOf({ queues }, 'analytics')).toMatchObject({
      state: 'down',
      detail: 'no consumer on analytics.orders',
    });
  });

  it('of a worker is unknown while the broker cannot be asked', () => {
    expect(stateOf({ queues: null }, 'notifications')?.state).toBe('unknown');
  });

  it('of a worker with a long queue is busy', () => {
    const queues = [queue('analytics.product_sold', { ready: 1_001 })];
    expect(stateOf({ queues }, 'analytics')).toMatchObject({ state: 'busy', detail: '1001 waiting' });
  });
});
