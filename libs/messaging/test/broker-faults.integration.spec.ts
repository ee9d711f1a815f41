// Real: a RabbitMQ of its own, which is killed, frozen and put under a memory alarm.
import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { eventually } from '@app/testing';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Stack } from '../../../stack/stack.ts';
import { discardEngines, startEngines } from '../../../stack/start-engines.ts';
import { startConsumer } from '../../testing/src/consumer.js';
import { BrokerConnections, DeadLetters, EventPublisher } from '../src/index.js';

jest.setTimeout(120_000);

/** A publish is given up after 5 s; the rest is for a busy machine. */
const SETTLE_MS = 8_000;
const sold = (messageId: string) => ({
  type: 'product_sold' as const,
  messageId,
  headers: {},
  body: Buffer.from('{}'),
});

describe('when the broker itself fails', () => {
  let stack: Stack;
  let connection: BrokerConnections;
  let publisher: EventPublisher;
  const url = () => stack.addresses.rabbitmq;
  const broker = () => stack.component('rabbitmq');

  /** What the management API does not offer. */
  const rabbitmqctl = async (...args: string[]) => {
    const found = await broker().spec.find();
    const node = found.ok && found.parts.at(-1);
    if (!node) throw new Error('no node');
    await promisify(execFile)(join(dirname(node.command), 'rabbitmqctl'), args, { env: node.env, cwd: node.cwd });
  };
  const timed = async <T>(work: Promise<T>) => {
    const before = performance.now();
    const result = await work;
    return { result, tookMs: performance.now() - before };
  };
  const collect = async ({ timeoutMs = 10_000 } = {}) => {
    const ids = new Set<string>();
    const consumer = await startConsumer(
      url(),
      (deliveries) => {
        for (const { messageId } of deliveries) ids.add(messageId);
        return 'ack';
      },
      { startMs: timeoutMs },
    );
    return { ids, ...consumer };
  };

  beforeAll(async () => {
    stack = await startEngines({ dir: '.stack-broker-faults', engines: ['rabbitmq'] });
    connection = new BrokerConnections({ url: url(), name: 'gateway' });
    publisher = new EventPublisher(connection);
    expect(await publisher.whenReady(10_000)).toBe(true);
  });
  afterAll(async () => {
    await publisher?.close();
    await connection?.close();
    if (stack) await discardEngines(stack);
  });

  it('500 confirmed events survive kill -9; publisher and consumer come back by themselves', async () => {
    const ids = Array.from({ length: 500 }, (_, index) => `killed-${index}`);
    const results = await Promise.all(ids.map((id) => publisher.publish(sold(id))));
    expect(results.every((result) => result.ok)).toBe(true);

    await broker().kill();
    await eventually(() => !publisher.ready);
    expect(await publisher.publish(sold('meanwhile'))).toMatchObject({ ok: false, failure: 'down' });
    const consumer = await collect({ timeoutMs: 60_000 });
    await eventually(() => publisher.ready, { timeoutMs: 60_000 });
    expect(await publisher.publish(sold('afterwards'))).toEqual({ ok: true });
    await eventually(() => consumer.ids.has('afterwards'), { timeoutMs: 30_000 });
    expect(ids.filter((id) => !consumer.ids.has(id))).toEqual([]);
    await consumer.close();
  });

  it('a memory alarm blocks publishing, which says so at once; acks go on; the end of it is announced', async () => {
    const ids = Array.from({ length: 300 }, (_, index) => `alarm-${index}`);
    await Promise.all(ids.map((id) => publisher.publish(sold(id))));
    await publisher.publish({ ...sold('poison'), body: Buffer.from('no JSON') });
    await rabbitmqctl('set_vm_memory_high_watermark', '0.00001');
    // The broker blocks a connection at its next publish: that one is under way, not refused.
    const first = await timed(publisher.publish(sold('first-under-alarm')));
    expect(first.result.ok).toBe(false);
    expect(first.tookMs).toBeLessThan(SETTLE_MS);
    expect(publisher.stats()).toMatchObject({
      ready: false,
      state: 'blocked',
      reason: expect.stringContaining('memory'),
    });
    const second = await timed(publisher.publish(sold('second-under-alarm')));
    expect(second.result).toMatchObject({ ok: false, failure: 'blocked' });
    expect(second.tookMs).toBeLessThan(2_000);

    const consumer = await collect();
    await eventually(() => ids.every((id) => consumer.ids.has(id)), { timeoutMs: 60_000 });
    await consumer.close();
    // The dead letter could not be published: the broker has moved it, without our reason.
    const [letter] = await eventually(async () => {
      const found = await new DeadLetters(connection, publisher).list('analytics.product_sold');
      return found.ok && found.items.length > 0 && found.items;
    });
    expect(letter).toMatchObject({ event_id: 'poison', error_kind: 'rejected' });
    const redelivered = await collect();
    await delay(500);
    expect(ids.filter((id) => redelivered.ids.has(id))).toEqual([]);

    const announced = new Promise<void>((resolve) => publisher.onReady(resolve));
    await rabbitmqctl('set_vm_memory_high_watermark', '0.4');
    await announced;
    expect(await publisher.publish(sold('after-alarm'))).toEqual({ ok: true });
    await eventually(() => redelivered.ids.has('after-alarm'));
    await redelivered.close();
  });

  it('a frozen broker never keeps a publish waiting, and is used again when it thaws', async () => {
    const consumer = await collect();
    expect(broker().pause()).toBe(true);
    const { result, tookMs } = await timed(publisher.publish(sold('frozen')));
    expect(result).toEqual({ ok: false, failure: 'timeout' });
    expect(tookMs).toBeLessThan(SETTLE_MS);
    const many = await timed(
      Promise.all(Array.from({ length: 3_000 }, (_, n) => publisher.publish(sold(`frozen-${n}`)))),
    );
    expect(many.tookMs).toBeLessThan(SETTLE_MS);
    expect(many.result.filter((each) => !each.ok && each.failure === 'saturated').length).toBeGreaterThanOrEqual(1_000);
    await delay(10_000);
    await broker().resume();
    await eventually(async () => (await publisher.publish(sold('thawed'))).ok, { timeoutMs: 30_000 });
    await eventually(() => consumer.ids.has('thawed'), { timeoutMs: 30_000 });
    await consumer.close();
  });
});
