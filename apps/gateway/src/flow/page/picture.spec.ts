import { describe, expect, it } from '@jest/globals';
import type { FlowNode, FlowSnapshot } from '../flow-snapshot.js';
import { movingOf } from './picture.js';

const NODES = ['gateway', 'inventory', 'orders', 'rabbitmq', 'analytics', 'notifications'] as const;
const snapshot = (over: Partial<FlowSnapshot>, down: FlowNode['id'][] = []): FlowSnapshot => ({
  sales: { total: 0, per_second: 0 },
  requests: { per_second: 0, p50_ms: null, p99_ms: null },
  orders: { per_second: 0 },
  outbox: null,
  breaker: 'closed',
  nodes: NODES.map((id) => ({ id, state: down.includes(id) ? 'down' : 'up', detail: '' })),
  queues: [],
  ...over,
});
const moving = (...args: Parameters<typeof snapshot>) =>
  Object.entries(movingOf(snapshot(...args))).flatMap(([id, yes]) => (yes ? [id] : []));
const once = { per_second: 0.5 };

describe('the arrows that move', () => {
  it('are none while nothing happens', () => expect(moving({})).toEqual([]));

  it('of a sale lead from the client to the document and to the mail', () =>
    expect(moving({ sales: { total: 1, ...once }, requests: { ...once, p50_ms: 1, p99_ms: 1 } })).toEqual([
      'a1',
      'a2',
      'a3',
      'a4',
      'a5',
      'a6',
      'a7',
      'a8',
    ]));

  it('of an order lead to the payment service as well', () =>
    expect(moving({ orders: once })).toEqual(['a3', 'a5', 'a6', 'a7', 'a8', 'a9', 'a10']));

  it('end at a part that is away', () => {
    expect(moving({ orders: once }, ['orders'])).toEqual([]);
    expect(moving({ sales: { total: 1, ...once } }, ['rabbitmq', 'analytics'])).toEqual(['a2', 'a3', 'a6', 'a8']);
  });

  it('lead to a worker while its queue is not empty', () => {
    const queue = { name: 'analytics.orders', ready: 1, consumers: 1, retrying: 0, dead: 0 };
    expect(moving({ queues: [queue] })).toEqual(['a5', 'a7']);
  });
});
