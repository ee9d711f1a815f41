import { setTimeout as delay } from 'node:timers/promises';
import type { LinkFault } from '../network/link.ts';
import type { Fault } from './fault.ts';

/** For so many seconds these links misbehave. */
const bent = (name: string, about: string, links: RegExp, fault: LinkFault, seconds: number): Fault => ({
  name,
  about: `${about} for ${seconds} s`,
  on: [`link ${links.source}`],
  async strike({ shop: { network } }) {
    const names = network.links(links);
    await network.bend(names, fault);
    await delay(seconds * 1_000);
    await network.bend(names, {});
  },
});

/** What the fault proxy does to connections. */
export const CONNECTION_FAULTS: readonly Fault[] = [
  {
    name: 'amqp-reset',
    about: 'every AMQP connection is reset',
    on: ['link >rabbitmq'],
    strike: ({ shop: { network } }) => network.reset(network.links(/>rabbitmq$/)),
  },
  {
    name: 'everything-reset',
    about: 'every connection of the shop is reset',
    on: ['link .'],
    strike: ({ shop: { network } }) => network.reset(network.links(/./)),
  },
  {
    name: 'half-close',
    about: 'callers of databases, broker and inventory are sent FIN, the callees are not; reset 3 s later',
    on: ['link >rabbitmq', 'link >inventory', 'link >postgres'],
    async strike({ shop: { network } }) {
      const links = network.links(/^(gateway|orders|inventory|notifications).*>(rabbitmq|inventory-\d|postgres)$/);
      await network.halfClose(links);
      await delay(3_000);
      await network.reset(links);
    },
  },
  bent(
    'inventory-black-hole',
    'nothing passes between gateways and one inventory',
    /^gateway-\d>inventory-1$/,
    { blackHole: 'both' },
    5,
  ),
  bent(
    'inventory-replies-dropped',
    'what one inventory answers to the gateways is lost after it was done',
    /^gateway-\d>inventory-1$/,
    { dropReplies: true },
    4,
  ),
  bent(
    'reservation-replies-dropped',
    'what one inventory answers to orders is lost after it was done',
    /^orders-\d>inventory-2$/,
    { dropReplies: true },
    4,
  ),
  bent(
    'commit-replies-dropped',
    'what PostgreSQL answers to one inventory is lost after it was done',
    /^inventory-1>postgres$/,
    { dropReplies: true },
    3,
  ),
  bent(
    'order-commit-replies-dropped',
    'what PostgreSQL answers to one orders is lost after it was done',
    /^orders-1>postgres$/,
    { dropReplies: true },
    3,
  ),
  bent(
    'payment-replies-dropped',
    'what the payment service answers is lost after it was done',
    /^orders-\d>payment-simulator$/,
    { dropReplies: true },
    4,
  ),
  bent(
    'confirms-dropped',
    'what the broker answers to publishers is lost after it was done',
    /^(gateway|orders)-\d>rabbitmq$/,
    { dropReplies: true },
    4,
  ),
  bent(
    'documents-replies-dropped',
    'what MongoDB answers is lost after it was done',
    /^analytics>mongodb$/,
    { dropReplies: true },
    4,
  ),
  bent(
    'answers-dropped',
    'what one gateway answers to the clients is lost after it was done',
    /^clients>gateway-1$/,
    { dropReplies: true },
    4,
  ),
  bent(
    'one-way-loss',
    'inventories hear PostgreSQL, PostgreSQL does not hear them',
    /^inventory-\d>postgres$/,
    { blackHole: 'requests' },
    4,
  ),
  bent(
    'latency',
    'everything takes 40 to 120 ms longer',
    />(postgres|inventory-\d|rabbitmq|mongodb)$/,
    { latencyMs: 40, jitterMs: 80 },
    8,
  ),
  {
    name: 'flaky-database',
    about: 'connections of inventories to PostgreSQL are slow, and reset every 300 ms for 5 s',
    on: ['link inventory-\\d>postgres'],
    async strike({ shop: { network } }) {
      const links = network.links(/^inventory-\d>postgres$/);
      await network.bend(links, { latencyMs: 20, jitterMs: 40 });
      for (let resets = 0; resets < 16; resets++) {
        await delay(300);
        await network.reset(links);
      }
      await network.bend(links, {});
    },
  },
  bent('narrow', 'the way to the broker carries 20 kB/s', />rabbitmq$/, { bytesPerSecond: 20_000 }, 8),
  bent(
    'orders-black-hole',
    'nothing passes between gateways and one orders',
    /^gateway-\d>orders-1$/,
    { blackHole: 'both' },
    5,
  ),
];
