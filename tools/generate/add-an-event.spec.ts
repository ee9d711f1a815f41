// Carries out "Add an event" and "Add a consumer" of CONTRIBUTING.md in a throwaway copy: a schema, its example, a row, a handler file.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';

jest.setTimeout(180_000);

const ROOT = join(import.meta.dirname, '../..');
const EVENTS = 'libs/contracts/src/events';
const HANDLER = 'apps/gifts/src/wrap-when-gift-ordered.amqp.consumer.ts';
const COPIED = [
  'libs',
  'protos',
  'docs/messaging.md',
  'tools/generate',
  'tools/test-lanes.mjs',
  'tools/test-summary.mjs',
  'tests/support',
  'jest.config.mjs',
  'package.json',
  'tsconfig.json',
];

let copy: string;

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'recipe-'));
  for (const path of COPIED) cpSync(join(ROOT, path), join(copy, path), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

const write = (path: string, text: string) => {
  mkdirSync(dirname(join(copy, path)), { recursive: true });
  writeFileSync(join(copy, path), text);
};
const insert = (path: string, after: string, text: string) => {
  const before = readFileSync(join(copy, path), 'utf8');
  expect(before).toContain(after);
  write(path, before.replace(after, `${after}${text}`));
};
/** What the program said, when it fails. */
const run = (program: string, ...args: string[]): string => {
  const env = { ...process.env, NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning' };
  try {
    execFileSync(process.execPath, [join(copy, program), ...args], { cwd: copy, env, encoding: 'utf8', stdio: 'pipe' });
    return '';
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    return `${stdout}${stderr}`;
  }
};

it('an event and its consumer are a schema, an example, a row and a handler file', () => {
  const schema = JSON.parse(readFileSync(join(copy, EVENTS, 'stock-low.v1.schema.json'), 'utf8'));
  const { event_id, version, occurred_at, product_id } = schema.properties;
  const properties = { event_id, type: { type: 'string', const: 'gift_ordered' }, version, occurred_at, product_id };
  write(
    `${EVENTS}/gift-ordered.v1.schema.json`,
    JSON.stringify({
      ...schema,
      $id: 'gift_ordered.v1',
      title: 'GiftOrdered',
      required: Object.keys(properties),
      properties,
    }),
  );
  expect(run('tools/generate/event-types.ts')).toBe('');
  insert(
    `${EVENTS}/examples.ts`,
    'export const eventExamples: EventMap = {\n',
    `  gift_ordered: {
    event_id: '0190a5d8-73dd-7088-94c7-c6e501ba4999',
    type: 'gift_ordered',
    version: 1,
    occurred_at: '2024-07-12T10:00:00.000Z',
    product_id: 1,
  },\n`,
  );
  insert(
    'libs/messaging/src/topology.ts',
    'export const SUBSCRIPTIONS = {\n',
    "  'gifts.gift_ordered': ['gift_ordered'],\n",
  );
  insert('docs/messaging.md', '| work queue | gets |\n|---|---|\n', '| `gifts.gift_ordered` | `gift_ordered` |\n');
  write(
    HANDLER,
    `import { type Delivery, type Disposition, OnEvent, readEvent } from '@app/messaging';

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
`,
  );
  write(
    HANDLER.replace('.ts', '.spec.ts'),
    `import { eventExamples } from '@app/contracts';
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
`,
  );
  const config = {
    extends: './tsconfig.json',
    include: ['apps/gifts/**/*.ts', 'libs/messaging/src/**/*.ts', `${EVENTS}/*.ts`],
  };
  write('tsconfig.recipe.json', JSON.stringify(config));
  expect(run('node_modules/typescript/bin/tsc', '-p', 'tsconfig.recipe.json')).toBe('');
  const specs = [EVENTS, 'libs/messaging/src/(topology|documentation)', 'apps/gifts'];
  const said = run(
    'node_modules/jest/bin/jest.js',
    '--selectProjects',
    'unit',
    '--rootDir',
    copy,
    '--testPathPatterns',
    ...specs,
  );
  expect(said).toBe('');
});
