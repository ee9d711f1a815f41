// The schemas of `released/` are what others read by, the messages there what real producers have published.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { EVENT_TYPES, type EventType, encodeEvent, parseEvent, type ShopEvent } from './events.js';
import { eventExamples } from './examples.js';
import { SCHEMAS } from './gen/event-map.js';

interface Schema {
  $id?: string;
  required?: string[];
  properties?: Record<string, Schema>;
  items?: Schema;
  description?: string;
}

const folder = join(import.meta.dirname, 'released');
const released = readdirSync(folder)
  .filter((file) => file.endsWith('.schema.json'))
  .map((file): [EventType, Schema] => {
    const schema = JSON.parse(readFileSync(join(folder, file), 'utf8'));
    return [schema.properties.type.const, schema];
  });
const recorded = readFileSync(join(folder, 'messages.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line): ShopEvent => JSON.parse(line));

const ajv = new Ajv();
addFormats.default(ajv);

/** What a change to a schema breaks, whoever reads whom: fields may be added that nobody has to have, nothing else. */
function breaks(before: Schema, after: Schema, place = ''): string[] {
  const rule = ({ properties, items, required, description, ...rest }: Schema) => JSON.stringify(rest);
  const { properties: now = {} } = after;
  return [
    ...(rule(before) === rule(after) ? [] : [`${place}: ${rule(before)} became ${rule(after)}`]),
    ...(after.required ?? [])
      .filter((name) => !before.required?.includes(name))
      .map((name) => `${place}/${name} became required`),
    ...(before.required ?? [])
      .filter((name) => !after.required?.includes(name))
      .map((name) => `${place}/${name} may be missing`),
    ...Object.entries(before.properties ?? {}).flatMap(([name, property]) =>
      now[name] ? breaks(property, now[name], `${place}/${name}`) : [`${place}/${name} is gone`],
    ),
    ...(before.items ? breaks(before.items, after.items ?? {}, `${place}[]`) : []),
  ];
}

describe.each(released)('%s as it was released', (type, schema) => {
  const { $id, ...rules } = schema;
  const isForOldConsumer = ajv.compile(rules);

  it('is read by an old consumer from a new producer', () => {
    const messages = [eventExamples[type], ...recorded.filter((event) => event.type === type)];
    for (const event of messages) {
      const message = JSON.parse(encodeEvent(event).toString());
      expect([isForOldConsumer({ ...message, added_later: true }), isForOldConsumer.errors]).toEqual([true, null]);
    }
  });

  it('is read by a new consumer from an old producer', () => {
    const messages = recorded.filter((event) => event.type === type);
    expect(messages.length).toBeGreaterThan(0);
    for (const event of messages) expect(parseEvent(type, event)).toEqual({ ok: true, event });
  });

  it('has only got fields that nobody has to have', () => {
    expect(breaks(schema, SCHEMAS[type] as Schema)).toEqual([]);
  });
});

it('no released event is gone', () => {
  expect(released.map(([type]) => type).filter((type) => !EVENT_TYPES.includes(type))).toEqual([]);
});

it.each<[string, (schema: { required: string[]; properties: Record<string, Schema> }) => void, string]>([
  ['a field that goes', ({ properties }) => delete properties.stock_after, '/stock_after is gone'],
  ['a field that becomes required', ({ required }) => required.push('line'), '/line became required'],
  [
    'a field that may be missing',
    ({ required }) => required.splice(required.indexOf('quantity'), 1),
    '/quantity may be missing',
  ],
  ['another bound', ({ properties }) => Object.assign(properties.quantity ?? {}, { maximum: 10 }), '/quantity: '],
])('objects to %s', (_, change, complaint) => {
  const schema = structuredClone(SCHEMAS.product_sold) as never as {
    required: string[];
    properties: Record<string, Schema>;
  };
  change(schema);
  expect(breaks(SCHEMAS.product_sold as Schema, schema)).toEqual([expect.stringContaining(complaint)]);
});
