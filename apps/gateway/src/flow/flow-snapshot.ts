/** How a part of the shop is doing, as the gateway sees it. `unknown`: the part that reports it is itself down. */
export type NodeState = 'up' | 'busy' | 'down' | 'unknown';

/** One box of the picture. */
export interface FlowNode {
  id: 'gateway' | 'inventory' | 'orders' | 'rabbitmq' | 'analytics' | 'notifications';
  state: NodeState;
  /** One sentence for people. */
  detail: string;
}

/** One work queue with its retry queues and dead letters. */
export interface FlowQueue {
  name: string;
  ready: number;
  consumers: number;
  retrying: number;
  dead: number;
}

/** An order that was answered a moment ago; for admins only. */
export interface FlowOrder {
  order_id: string;
  outcome: string;
  trace_id: string;
}

/** What the live page draws: one moment of the shop, composed by one gateway. */
export interface FlowSnapshot {
  sales: { total: number; per_second: number };
  requests: { per_second: number; p50_ms: number | null; p99_ms: number | null };
  /** What orders was asked for: baskets, cancels, refunds, webhooks of payments. */
  orders: { per_second: number };
  outbox: { pending: number; oldest_age_seconds: number } | null;
  breaker: string;
  nodes: FlowNode[];
  queues: FlowQueue[];
  recent?: FlowOrder[];
}

/** What was read from the gateway itself and from its neighbours, before anything is concluded. */
export interface FlowFacts {
  at: Date;
  counters: FlowCounters;
  breaker: string;
  /** Readiness of this gateway: its own view of inventory and the broker. */
  checks: Record<string, { ok: boolean; reason?: string }>;
  outbox: FlowSnapshot['outbox'];
  queues: readonly FlowQueue[] | null;
}

/** Numbers that only grow. */
export interface FlowCounters {
  sales: number;
  requests: number;
  orders: number;
  /** Cumulative counts of the answers to sales by upper bound in seconds, as a Prometheus histogram has them. */
  buckets: ReadonlyMap<number, number>;
}

/** Draws the conclusions: rates from two moments, states from what was seen. */
export function composeSnapshot(now: FlowFacts, before: FlowFacts): FlowSnapshot {
  const seconds = Math.max(0.001, (now.at.getTime() - before.at.getTime()) / 1_000);
  const rate = (read: (counters: FlowCounters) => number) =>
    Math.max(0, (read(now.counters) - read(before.counters)) / seconds);
  const buckets = increase(now.counters.buckets, before.counters.buckets);
  return {
    sales: { total: now.counters.sales, per_second: round(rate(({ sales }) => sales)) },
    requests: {
      per_second: round(rate(({ requests }) => requests)),
      p50_ms: quantileMs(buckets, 0.5),
      p99_ms: quantileMs(buckets, 0.99),
    },
    orders: { per_second: round(rate(({ orders }) => orders)) },
    outbox: now.outbox,
    breaker: now.breaker,
    nodes: nodesOf(now),
    queues: [...(now.queues ?? [])],
  };
}

const round = (value: number) => Math.round(value * 10) / 10;

function nodesOf({ checks, breaker, queues }: FlowFacts): FlowNode[] {
  return [
    { id: 'gateway', state: 'up', detail: 'answers this page' },
    checked('inventory', checks.inventory, breaker === 'closed' ? 'connected' : `connected, breaker ${breaker}`),
    checked('orders', checks.orders, 'connected'),
    checked('rabbitmq', checks.rabbitmq, 'connected, its queues are declared'),
    worker('analytics', queues),
    worker('notifications', queues),
  ];
}

function checked(id: FlowNode['id'], check: { ok: boolean; reason?: string } | undefined, fine: string): FlowNode {
  if (!check) return { id, state: 'unknown', detail: 'nothing is known of it' };
  return check.ok ? { id, state: 'up', detail: fine } : { id, state: 'down', detail: check.reason ?? 'not reachable' };
}

/** A worker is known by its consumers: a process that died has none as soon as its connection is gone. */
function worker(id: 'analytics' | 'notifications', queues: readonly FlowQueue[] | null): FlowNode {
  if (!queues) return { id, state: 'unknown', detail: 'the broker cannot be asked who consumes' };
  const own = queues.filter(({ name }) => name.startsWith(`${id}.`));
  const silent = own.filter(({ consumers }) => consumers === 0).map(({ name }) => name);
  if (silent.length > 0) return { id, state: 'down', detail: `no consumer on ${silent.join(', ')}` };
  const waiting = own.reduce((sum, { ready }) => sum + ready, 0);
  return { id, state: waiting > 1_000 ? 'busy' : 'up', detail: `${waiting} waiting` };
}

function increase(now: ReadonlyMap<number, number>, before: ReadonlyMap<number, number>): Map<number, number> {
  return new Map([...now].map(([bound, count]) => [bound, count - (before.get(bound) ?? 0)]));
}

/** A quantile of cumulative buckets by linear interpolation within a bucket, as `histogram_quantile` does; null without samples. */
export function quantileMs(buckets: ReadonlyMap<number, number>, q: number): number | null {
  const sorted = [...buckets].sort(([a], [b]) => a - b);
  const total = sorted.at(-1)?.[1] ?? 0;
  if (total <= 0) return null;
  const rank = q * total;
  const index = sorted.findIndex(([, count]) => count >= rank);
  const [upper, count] = sorted[index] ?? [0, 0];
  const [lower, below] = index > 0 ? (sorted[index - 1] ?? [0, 0]) : [0, 0];
  // The last bucket has no upper end: the largest bound is all that can be said.
  if (!Number.isFinite(upper)) return round(lower * 1_000);
  const share = count === below ? 1 : (rank - below) / (count - below);
  return round((lower + (upper - lower) * share) * 1_000);
}
