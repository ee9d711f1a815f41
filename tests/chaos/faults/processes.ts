import { setTimeout as delay } from 'node:timers/promises';
import { ENGINES, INSTANCES, SERVICES, type ServiceName } from '../shop/plan.ts';
import type { ChaosShop } from '../shop/shop.ts';
import { type Fault, ready } from './fault.ts';

async function kill(shop: ChaosShop, ...names: string[]): Promise<void> {
  await Promise.all(
    names.map(async (name) => {
      await shop.component(name).kill();
      await ready(shop, name);
    }),
  );
}

async function freeze(shop: ChaosShop, name: string, seconds: number): Promise<void> {
  const component = shop.component(name);
  component.pause();
  await delay(seconds * 1_000);
  await component.resume();
  await ready(shop, name);
}

/** As an orchestrator does it: SIGTERM, a new one, and the next one only when that is ready. */
async function roll(shop: ChaosShop, names: readonly string[]): Promise<void> {
  for (const name of names) {
    const component = shop.component(name);
    await component.stop();
    await component.start();
    await ready(shop, name);
  }
}

/** The first word of a service in the names of its faults. */
const word = (service: ServiceName) => (service === 'payment-simulator' ? 'payment' : service);

const killOne = (service: ServiceName): Fault => ({
  name: `${word(service)}-killed`,
  about: `kill -9 of one ${service}`,
  on: [service],
  strike: ({ shop, random }) => kill(shop, random.pick<string>(INSTANCES[service])),
});

const killAll = (service: ServiceName): Fault => ({
  name: `${word(service)}-all-killed`,
  about: `kill -9 of every ${service}`,
  on: [service],
  strike: ({ shop }) => kill(shop, ...INSTANCES[service]),
});

const freezeOne = (service: ServiceName, seconds: number, why: string): Fault => ({
  name: `${word(service)}-frozen`,
  about: `SIGSTOP of one ${service} for ${seconds} s (${why})`,
  on: [service],
  strike: ({ shop, random }) => freeze(shop, random.pick<string>(INSTANCES[service]), seconds),
});

const freezeEngine = (name: string, seconds: number, why: string): Fault => ({
  name: `${name}-frozen`,
  about: `SIGSTOP of ${name} and everything below it for ${seconds} s (${why})`,
  on: [name],
  strike: ({ shop }) => freeze(shop, name, seconds),
});

const outage = (name: string, seconds: number): Fault => ({
  name: `${name}-down`,
  about: `${name} stopped for ${seconds} s`,
  on: [name],
  async strike({ shop }) {
    await shop.component(name).stop();
    await delay(seconds * 1_000);
    await shop.component(name).start();
    await ready(shop, name);
  },
});

/** What happens to processes. */
export const PROCESS_FAULTS: readonly Fault[] = [
  ...SERVICES.map(killOne),
  killAll('gateway'),
  killAll('inventory'),
  killAll('orders'),
  {
    name: 'workers-killed',
    about: 'kill -9 of analytics and every notifications',
    on: ['analytics', 'notifications'],
    strike: ({ shop }) => kill(shop, ...INSTANCES.analytics, ...INSTANCES.notifications),
  },
  {
    name: 'gateway-and-inventory-killed',
    about: 'kill -9 of one gateway and one inventory',
    on: ['gateway', 'inventory'],
    strike: ({ shop, random }) => kill(shop, random.pick(INSTANCES.gateway), random.pick(INSTANCES.inventory)),
  },
  ...ENGINES.map(
    (name): Fault => ({
      name: `${name}-killed`,
      about: `kill -9 of ${name} and everything below it`,
      on: [name],
      strike: ({ shop }) => kill(shop, name),
    }),
  ),
  freezeOne('gateway', 17, 'longer than its events are left to it'),
  freezeOne('inventory', 5, 'keepalive'),
  freezeOne('orders', 12, 'longer than its lease'),
  freezeOne('analytics', 5, 'a busy machine'),
  freezeOne('notifications', 8, 'a busy machine'),
  freezeEngine('postgres', 3, 'a slow disk'),
  freezeEngine('rabbitmq', 20, 'longer than the heartbeat'),
  outage('mongodb', 6),
  outage('rabbitmq', 6),
  ...SERVICES.filter((service) => service !== 'payment-simulator').map(
    (service): Fault => ({
      name: `${service}-rolled`,
      about: `SIGTERM and a new one, each ${service} in turn`,
      on: [service],
      strike: ({ shop }) => roll(shop, INSTANCES[service]),
    }),
  ),
  {
    name: 'everything-rolled',
    about: 'SIGTERM and a new one, each service in turn',
    on: [...SERVICES],
    strike: ({ shop }) =>
      roll(
        shop,
        SERVICES.flatMap((service) => [...INSTANCES[service]]),
      ),
  },
];
