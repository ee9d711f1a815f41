import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { connect } from 'amqplib';
import pg from 'pg';
import { brokerApi, brokerControl } from '../shop/broker.ts';
import { adminUrl } from '../shop/databases.ts';
import { INSTANCES } from '../shop/plan.ts';
import { type Fault, type Ground, ready } from './fault.ts';

const WORK_QUEUES = [
  ['analytics', 'analytics.product_sold'],
  ['analytics', 'analytics.orders'],
  ['notifications', 'notifications.product_sold'],
  ['notifications', 'notifications.orders'],
] as const;

/** Something that the broker is told, and told back after so many seconds. */
const alarm = (name: string, about: string, on: string[], off: string[], seconds: number): Fault => ({
  name,
  about: `${about} for ${seconds} s`,
  on: ['rabbitmq'],
  async strike({ shop }) {
    await brokerControl(shop, ...on);
    await delay(seconds * 1_000);
    await brokerControl(shop, ...off).catch(() => brokerControl(shop, ...off));
  },
});

/** A management API that is away just then skips a fault that needs it. */
const away = () => undefined;

async function poison({ shop, poisons }: Ground): Promise<void> {
  for (const payload of ['{"broken', '{"type":"product_sold","version":99}', '[]']) {
    const message_id = `poison-${randomUUID()}`;
    const properties = { message_id, type: 'product_sold', content_type: 'application/json', delivery_mode: 2 };
    const body = { properties, routing_key: 'product_sold', payload, payload_encoding: 'string' };
    const sent = await brokerApi<{ routed: boolean }>(shop, 'POST', '/exchanges/%2F/shop.events/publish', body).catch(
      away,
    );
    if (sent?.routed) poisons.push(message_id);
  }
}

/**
 * Deletes a work queue while only a publisher can notice: its consumers would declare it again at once. What a queue held for
 * more than a minute is not announced again, so the queue is empty just before.
 */
async function deleteQueue({ shop, random }: Ground): Promise<void> {
  const [service, queue] = random.pick(WORK_QUEUES);
  const consumers = INSTANCES[service].map((name) => shop.component(name));
  const connection = await connect(shop.engines.addresses.rabbitmq);
  connection.on('error', away);
  try {
    const channel = await connection.createChannel();
    channel.on('error', away);
    for (let looks = 0; (await channel.checkQueue(queue)).messageCount > 0; looks++) {
      if (looks > 200) throw new Error(`${queue} is never empty`);
      await delay(20);
    }
    for (const consumer of consumers) consumer.pause();
    await channel.deleteQueue(queue);
    await delay(3_000);
  } finally {
    for (const consumer of consumers) await consumer.resume();
    await connection.close().catch(away);
  }
  for (const name of INSTANCES[service]) await ready(shop, name);
}

/** What happens in the engines, and to the mail server. */
export const ENGINE_FAULTS: readonly Fault[] = [
  {
    name: 'postgres-backends-ended',
    about: 'every session of PostgreSQL is ended by an administrator',
    on: ['postgres'],
    async strike({ shop }) {
      const client = new pg.Client({ connectionString: adminUrl(shop) });
      client.on('error', () => {});
      await client.connect();
      await client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()');
      await client.end();
    },
  },
  alarm(
    'memory-alarm',
    'the broker has a memory alarm',
    ['set_vm_memory_high_watermark', '0.000001'],
    ['set_vm_memory_high_watermark', '0.4'],
    10,
  ),
  alarm(
    'disk-alarm',
    'the broker has a disk alarm',
    ['set_disk_free_limit', '900GB'],
    ['set_disk_free_limit', '50MB'],
    8,
  ),
  {
    name: 'queue-deleted',
    about: 'one work queue is deleted while its consumers are frozen for 3 s',
    on: ['rabbitmq', 'analytics', 'notifications'],
    strike: deleteQueue,
  },
  {
    name: 'connections-closed',
    about: 'the broker closes every AMQP connection',
    on: ['rabbitmq'],
    async strike({ shop }) {
      const connections = (await brokerApi<{ name: string }[]>(shop, 'GET', '/connections').catch(away)) ?? [];
      const close = ({ name }: { name: string }) =>
        brokerApi(shop, 'DELETE', `/connections/${encodeURIComponent(name)}`);
      await Promise.allSettled(connections.map(close));
    },
  },
  { name: 'poison', about: 'three messages that nobody can read', on: ['rabbitmq'], strike: poison },
  ...(['drop', '451', '550'] as const).map(
    (manner): Fault => ({
      name: manner === 'drop' ? 'smtp-drop' : `smtp-${manner}`,
      about: `the mail server ${manner === 'drop' ? 'takes mails and hangs up without a word' : `answers ${manner}`} for 3 s`,
      on: ['smtp'],
      async strike({ shop }) {
        shop.mailServer(manner);
        await delay(3_000);
        shop.mailServer('good');
      },
    }),
  ),
];
