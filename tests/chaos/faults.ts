import { setTimeout as delay } from 'node:timers/promises';
import type { Shop } from '../support/shop.ts';
import type { Random } from './random.ts';

/** Something that breaks, and is whole again when it resolves. */
export interface Fault {
  name: string;
  strike(shop: Shop, random: Random): Promise<void>;
}

const SERVICES = ['gateway', 'inventory', 'analytics', 'notifications'] as const;
const ENGINES = ['postgres', 'rabbitmq', 'mongodb'] as const;
const QUEUES = ['analytics.product_sold', 'notifications.product_sold'] as const;

const kill = (name: string): Fault => ({ name: `kill -9 ${name}`, strike: (shop) => shop.stack('kill', name) });

const pause = (name: string, seconds: number): Fault => ({
  name: `pause ${name} for ${seconds} s`,
  async strike(shop) {
    await shop.stack('pause', name);
    await delay(seconds * 1_000);
    await shop.stack('resume', name);
  },
});

const outage = (name: string, seconds: number): Fault => ({
  name: `${name} down for ${seconds} s`,
  async strike(shop) {
    await shop.stack('stop', name);
    await delay(seconds * 1_000);
    await shop.stack('start', name);
  },
});

const queueDeleted: Fault = {
  name: 'a queue deleted while it is empty',
  // What lay in a queue that somebody deletes is gone: only the way to it heals. So it is deleted empty or not at all.
  async strike(shop, random) {
    const path = `/queues/%2F/${encodeURIComponent(random.pick(QUEUES))}?if-empty=true`;
    await shop.broker('DELETE', path).catch(() => undefined);
  },
};

const connectionsClosed: Fault = {
  name: 'every AMQP connection closed by the broker',
  async strike(shop) {
    const connections: { name: string }[] = await shop.broker('GET', '/connections').catch(() => []);
    const close = ({ name }: { name: string }) => shop.broker('DELETE', `/connections/${encodeURIComponent(name)}`);
    await Promise.allSettled(connections.map(close));
  },
};

/** Ends every fault: all that the stack knows runs again. */
export function heal(shop: Shop): Promise<void> {
  return shop.stack('start', ...ENGINES, ...SERVICES);
}

/** Every fault of the suite; a management API that is down just then skips the fault that needs it. */
export const FAULTS: readonly Fault[] = [
  ...SERVICES.map(kill),
  ...ENGINES.map(kill),
  { name: 'kill -9 of both workers', strike: (shop) => shop.stack('kill', 'analytics', 'notifications') },
  { name: 'kill -9 of gateway and inventory', strike: (shop) => shop.stack('kill', 'gateway', 'inventory') },
  pause('gateway', 4),
  pause('inventory', 4),
  pause('postgres', 3),
  pause('rabbitmq', 12),
  pause('analytics', 5),
  outage('mongodb', 6),
  outage('rabbitmq', 6),
  ...SERVICES.map((name) => ({
    name: `rolling restart of ${name}`,
    strike: (shop: Shop) => shop.stack('restart', name),
  })),
  queueDeleted,
  connectionsClosed,
];
