// Real: RabbitMQ, in a vhost of its own.

import { Broker, eventually } from '@app/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { run } from './run.js';

const QUEUE = 'notifications.product_sold';
const DLQ = `${QUEUE}.dlq`;

describe('npm run dlq', () => {
  let broker: Broker;

  const dlq = async (...args: string[]) => {
    const out: string[] = [];
    const err: string[] = [];
    const code = await run(args, broker.url, { print: (line) => out.push(line), say: (line) => err.push(line) });
    return { code, out: out.join('\n'), err: err.join('\n') };
  };

  beforeAll(async () => {
    broker = await Broker.open('dlq');
    await dlq('replay', QUEUE);
    for (const id of ['e1', 'e2', 'e3']) {
      const headers = { 'x-error-kind': 'unsupported-version', 'x-error-message': 'version 9 is not known' };
      broker.send('', DLQ, `{"order_id":"order-${id}"}`, { messageId: id, type: 'product_sold', headers });
    }
    await eventually(async () => (await broker.depth(DLQ)) === 3);
  });
  afterAll(() => broker.close());

  it('list: event id and reason on each line', async () => {
    const { code, out } = await dlq('list', QUEUE);
    expect(code).toBe(0);
    expect(out.split('\n')).toEqual(
      ['e1', 'e2', 'e3'].map((id) => `${id}  unsupported-version: version 9 is not known`),
    );
  });

  it('show: all there is about one', async () => {
    const { code, out } = await dlq('show', QUEUE, '--event-id', 'e2');
    expect(code).toBe(0);
    expect(out).toMatch(/order_id +order-e2/);
    expect(out).toContain('{"order_id":"order-e2"}');
  });

  it('--json: for programs', async () => {
    const { out } = await dlq('list', QUEUE, '--json', '--limit', '1');
    expect(JSON.parse(out)).toMatchObject([{ event_id: expect.any(String), error_kind: 'unsupported-version' }]);
  });

  it('replay --dry-run changes nothing; replay gives back and says so for the record', async () => {
    expect(await dlq('replay', QUEUE, '--dry-run')).toMatchObject({
      code: 0,
      out: expect.stringContaining('e3  would replay'),
    });
    const { code, out, err } = await dlq('replay', QUEUE, '--event-id', 'e3');
    expect({ code, out }).toEqual({ code: 0, out: 'e3  replayed' });
    expect(err).toContain('"audit":"dead-letters.replay"');
    expect((await broker.take(QUEUE)).properties.messageId).toBe('e3');
  });

  it('drop: a limited number, permanently', async () => {
    expect(await dlq('drop', QUEUE, '--limit', '1')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^e[12] {2}dropped$/),
    });
    await eventually(async () => (await broker.depth(DLQ)) === 1);
  });

  it('an event id that is not there: exit code 1', async () => {
    expect(await dlq('replay', QUEUE, '--event-id', 'nope')).toMatchObject({
      code: 1,
      err: expect.stringContaining('nope'),
    });
  });

  it.each([
    [[], 'list, show, replay, drop'],
    [['toString', QUEUE], 'list, show, replay, drop'],
    [['list'], QUEUE],
    [['list', 'orders'], QUEUE],
    [['list', QUEUE, 'more'], 'unexpected'],
    [['list', QUEUE, '--limit', '0'], '--limit'],
    [['list', QUEUE, '--frobnicate'], '--frobnicate'],
  ])('misuse %j: exit code 2 and what to do instead', async (args, hint) => {
    expect(await dlq(...args)).toMatchObject({ code: 2, out: '', err: expect.stringContaining(hint) });
  });

  it('no broker: exit code 1 and why', async () => {
    const err: string[] = [];
    const code = await run(['list', QUEUE], 'amqp://127.0.0.1:1', { print: () => {}, say: (line) => err.push(line) });
    expect(code).toBe(1);
    expect(err.join('\n')).toContain('ECONNREFUSED');
  });

  it('--help: exit code 0', async () => {
    expect(await dlq('--help')).toMatchObject({ code: 0, out: expect.stringContaining('Usage:') });
  });
});
