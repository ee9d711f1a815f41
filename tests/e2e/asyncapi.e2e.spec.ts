// Real: the running shop, its broker, and a listener in Python that knows docs/asyncapi.json only.
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { eventually } from '@app/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { type ConsumeMessage, connect } from 'amqplib';
import { CLONE } from '../../stack/folders.ts';
import type { asyncApiDocument } from '../../tools/generate/asyncapi/document.ts';
import { debianPackage } from '../support/debian-package.ts';
import { openShop } from '../support/open-shop.ts';
import type { Shop } from '../support/shop.ts';

const FILE = join(CLONE, 'docs/asyncapi.json');
const document = JSON.parse(readFileSync(FILE, 'utf8')) as ReturnType<typeof asyncApiDocument>;
type Event = keyof typeof document.components.messages;
const EVENTS = Object.keys(document.components.messages) as Event[];

const PUBLISHED = Object.fromEntries(
  Object.entries(document.operations).map(([name, { bindings }]) => [name.replace('publish.', ''), bindings.amqp]),
) as Record<string, { deliveryMode?: number }>;

/** The parts of a channel's AMQP binding that are compared. */
interface AmqpBinding {
  is: 'queue' | 'routingKey';
  exchange?: { name: string; type: string; durable: boolean };
  queue?: { name: string; durable: boolean };
  'x-arguments'?: object;
  'x-bindings'?: { exchange: string; routingKey: string }[];
}
const bindings = Object.values(document.channels).map(({ bindings }) => bindings.amqp as unknown as AmqpBinding);

describe('docs/asyncapi.json is what the broker has', () => {
  let shop: Shop;
  beforeAll(() => {
    shop = openShop();
  });
  afterAll(() => shop.close());

  const byName = <T extends { name: string }>(list: readonly T[]) =>
    [...new Map(list.map((each) => [each.name, each])).values()].sort((a, b) => a.name.localeCompare(b.name));
  /** What services of the shop declared to stay. */
  const ofTheShop = ({ name, auto_delete }: { name: string; auto_delete: boolean }) =>
    !auto_delete && /^(shop|analytics|notifications)\./.test(name);

  it('the same exchanges', async () => {
    const live = (await shop.broker('GET', '/exchanges/%2F')).filter(ofTheShop);
    const documented = bindings.flatMap(({ exchange }) => exchange ?? []);
    const plain = (each: { name: string; type: string; durable: boolean }) => ({
      name: each.name,
      type: each.type,
      durable: each.durable,
    });
    expect(byName(documented.map(plain))).toEqual(byName(live.map(plain)));
  });

  it('the same queues with the same arguments', async () => {
    const live = (await shop.broker('GET', '/queues/%2F')).filter(ofTheShop);
    const documented = bindings.flatMap(({ queue, 'x-arguments': given }) => (queue ? [{ ...queue, given }] : []));
    expect(byName(documented.map(({ name, durable, given }) => ({ name, durable, given })))).toEqual(
      byName(
        live.map((each: { name: string; durable: boolean; arguments: object }) => ({
          name: each.name,
          durable: each.durable,
          given: each.arguments,
        })),
      ),
    );
  });

  it('the same bindings', async () => {
    const named = new Set(bindings.flatMap(({ exchange }) => exchange?.name ?? []));
    const live = (await shop.broker('GET', '/bindings/%2F')) as { [key: string]: string }[];
    const documented = bindings.flatMap(({ queue, 'x-bindings': bound = [] }) =>
      bound.map(({ exchange, routingKey }) => `${exchange} ${routingKey} ${queue?.name}`),
    );
    expect(documented.sort()).toEqual(
      live
        .filter(
          ({ source = '', destination = '' }) =>
            named.has(source) && ofTheShop({ name: destination, auto_delete: false }),
        )
        .map(({ source, routing_key, destination }) => `${source} ${routing_key} ${destination}`)
        .sort(),
    );
  });

  describe('and each message is what it says', () => {
    const captured = new Map<string, ConsumeMessage[]>();
    let close: () => Promise<void>;

    beforeAll(async () => {
      const model = await connect(shop.endpoints.rabbitmq);
      const channel = await model.createChannel();
      const { queue } = await channel.assertQueue('', { exclusive: true });
      for (const event of EVENTS) await channel.bindQueue(queue, 'shop.events', document.channels[event].address);
      const keep = (message: ConsumeMessage | null) => {
        if (message)
          captured.set(message.fields.routingKey, [...(captured.get(message.fields.routingKey) ?? []), message]);
      };
      await channel.consume(queue, keep, { noAck: true });
      close = () => model.close();
      await everyEvent(shop);
    });
    afterAll(async () => {
      await close();
      if (process.env.RECORD_EVENTS) record(process.env.RECORD_EVENTS, captured);
    });

    const schemaAt = ({ $ref }: { $ref: string }): ValidateFunction => {
      const ajv = new Ajv({ strict: false });
      addFormats.default(ajv);
      return ajv.compile(document.components.schemas[$ref.split('/').at(-1) as 'EventHeaders']);
    };

    it.each(EVENTS)('%s', async (event) => {
      const { payload, headers, contentType, bindings, name } = document.components.messages[event];
      const { deliveryMode } = PUBLISHED[event] ?? {};
      const messages = await eventually(() => captured.get(event), { timeoutMs: 20_000, what: `a message ${event}` });
      const [isPayload, areHeaders] = [schemaAt(payload), schemaAt(headers)];
      for (const { content, properties } of messages) {
        const body = JSON.parse(content.toString());
        expect([isPayload(body), isPayload.errors]).toEqual([true, null]);
        expect([areHeaders(properties.headers), areHeaders.errors]).toEqual([true, null]);
        expect(properties).toMatchObject({
          contentType,
          deliveryMode,
          messageId: body.event_id,
          type: bindings.amqp.messageType,
        });
        expect([typeof properties.timestamp, body.type]).toEqual(['number', name]);
      }
    });
  });

  it('a listener in Python that was told nothing else gets a sale', async () => {
    const pika = join(
      await debianPackage('python3-pika', 'usr/lib/python3/dist-packages/pika'),
      'usr/lib/python3/dist-packages',
    );
    const queue = `examples.${shop.orderId('listen')}`;
    const args = [
      'docs/examples/listen.py',
      FILE,
      'product_sold',
      shop.endpoints.rabbitmq,
      '--queue',
      queue,
      '--count',
      '1',
    ];
    const child = spawn('python3', args, { cwd: CLONE, env: { ...process.env, PYTHONPATH: pika } });
    const said: string[] = [];
    const heard: string[] = [];
    createInterface({ input: child.stderr }).on('line', (line) => said.push(line));
    createInterface({ input: child.stdout }).on('line', (line) => heard.push(line));
    const ended = new Promise((resolve) => child.once('close', resolve));
    try {
      await eventually(() => said.includes('listening'), { timeoutMs: 15_000, what: 'the listener' });
      const order_id = shop.orderId('PY');
      await shop.sell({ product_id: await shop.createProduct(5), quantity: 2, order_id });
      expect(await ended).toBe(0);
      expect(JSON.parse(heard[0] ?? '')).toMatchObject({ type: 'product_sold', order_id, quantity: 2, stock_after: 3 });
    } finally {
      child.kill();
      await shop.broker('DELETE', `/queues/%2F/${queue}`).catch(() => undefined);
    }
  });
});

/** One message of each event, for `libs/contracts/src/events/released/messages.jsonl`. */
function record(file: string, captured: ReadonlyMap<string, ConsumeMessage[]>): void {
  const lines = EVENTS.map((event) => captured.get(event)?.[0]?.content.toString());
  writeFileSync(file, `${lines.join('\n')}\n`);
}

/** Makes the shop tell of everything that it can tell of: sales, the ends of orders, what came back, what runs low. */
async function everyEvent(shop: Shop): Promise<void> {
  const admin = await shop.asAdmin();
  const product = { name: 'Told of', price_cents: 100, currency: 'USD', stock: 10, low_stock_threshold: 5 };
  const { body } = await shop.call('POST', '/products', product, admin);
  const place = async (payment_token: string) => {
    const order_id = shop.orderId('TELL');
    const order = {
      order_id,
      lines: [{ product_id: body.id, quantity: 1 }],
      payment_token,
      customer_email: 'ada@example.org',
    };
    await shop.call('POST', '/orders', order);
    return order_id;
  };
  await shop.sell({ product_id: body.id, quantity: 6, order_id: shop.orderId('TELL') });
  await place('tok_declined');
  const slow = await place('tok_slow');
  await shop.call('POST', `/orders/${slow}/cancel`);
  const paid = await place('tok_ok');
  await shop.call('POST', `/orders/${paid}/refund`, { refund_id: 'R1', restock: true }, admin);
}
