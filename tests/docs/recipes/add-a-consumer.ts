// gift_ordered, and a service that wraps the gift: a schema, its example, a row, a handler file.
import type { Recipe } from './recipe.ts';

const EVENTS = 'libs/contracts/src/events';
const HANDLER = 'apps/gifts/src/wrap-when-gift-ordered.amqp.consumer.ts';

export const addAConsumer: Recipe = {
  sections: ['Add an event', 'Add a consumer'],
  change(copy) {
    const schema = JSON.parse(copy.read(`${EVENTS}/stock-low.v1.schema.json`));
    const { event_id, version, occurred_at, product_id } = schema.properties;
    const properties = { event_id, type: { type: 'string', const: 'gift_ordered' }, version, occurred_at, product_id };
    const own = { $id: 'gift_ordered.v1', title: 'GiftOrdered', required: Object.keys(properties), properties };
    copy.write(`${EVENTS}/gift-ordered.v1.schema.json`, JSON.stringify({ ...schema, ...own }));
    copy.insert(`${EVENTS}/examples.ts`, 'export const eventExamples: EventMap = {\n', EXAMPLE);
    copy.insert(
      'libs/messaging/src/topology.ts',
      'export const SUBSCRIPTIONS = {\n',
      "  'gifts.gift_ordered': ['gift_ordered'],\n",
    );
    copy.insert(
      'docs/messaging.md',
      '| work queue | gets |\n|---|---|\n',
      '| `gifts.gift_ordered` | `gift_ordered` |\n',
    );
    copy.write(HANDLER, CONSUMER);
    copy.write(HANDLER.replace('.ts', '.spec.ts'), SPEC);
  },
  commands: ['npm run generate', 'npm run format'],
  checks: ['types', 'lint', 'layers', 'generated'],
  specs: [EVENTS, "'libs/messaging/src/(topology|documentation)'", 'apps/gifts'],
};

const EXAMPLE = `  gift_ordered: {
    event_id: '0190a5d8-73dd-7088-94c7-c6e501ba4999',
    type: 'gift_ordered',
    version: 1,
    occurred_at: '2024-07-12T10:00:00.000Z',
    product_id: 1,
  },
`;

const CONSUMER = `import { type Delivery, type Disposition, OnEvent, readEvent } from '@app/messaging';

export class WrapWhenGiftOrdered {
  readonly wrapped: number[] = [];

  @OnEvent('gift_ordered')
  async wrap(delivery: Delivery): Promise<Disposition> {
    const read = readEvent('gift_ordered', delivery);
    if ('poison' in read) return read.poison;
    this.wrapped.push(read.event.product_id);
    return 'ack';
  }

  // @ts-expect-error: there is no such event
  @OnEvent('gift_orderd')
  misspelt(): void {}
}
`;

const SPEC = `import { eventExamples } from '@app/contracts';
import { type Delivery, RmqStrategy, TOPOLOGY } from '@app/messaging';
import { expect, it } from '@jest/globals';
import { WrapWhenGiftOrdered } from './wrap-when-gift-ordered.amqp.consumer.js';

it('consumes a queue of its own', async () => {
  const consumer = new WrapWhenGiftOrdered();
  const json = eventExamples.gift_ordered;
  const delivery = { messageId: json.event_id, json } as Delivery;
  expect(await consumer.wrap(delivery)).toBe('ack');
  expect(await consumer.wrap({ ...delivery, json: { ...json, version: 2 } })).toMatchObject({ kind: 'unsupported-version' });
  expect(consumer.wrapped).toEqual([1]);
  expect(TOPOLOGY.queues.map(({ name }) => name)).toContain('gifts.gift_ordered.dlq');
  const strategy = new RmqStrategy({ url: 'amqp://127.0.0.1:1', name: 'gifts', queues: ['gifts.gift_ordered'] });
  let said: unknown;
  strategy.listen((error) => { said = error; });
  expect(String(said)).toContain("needs a handler: @OnEvent('gift_ordered')");
  await strategy.close();
});
`;
