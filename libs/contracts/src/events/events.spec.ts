import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { EMAIL_PATTERN } from '../limits.js';
import { EVENT_TYPES, type EventMap, encodeEvent, isEventType, parseEvent } from './events.js';
import { eventExamples, productSoldExample } from './examples.js';

interface Schema {
  properties?: Record<string, Schema>;
  items?: Schema;
  description?: string;
  const?: unknown;
}

const schemaFiles = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.schema.json'));
const schemas = schemaFiles.map((name): [string, Schema] => [
  name,
  JSON.parse(readFileSync(join(import.meta.dirname, name), 'utf8')),
]);

describe.each(EVENT_TYPES)('%s v1', (type) => {
  const example: EventMap[typeof type] = eventExamples[type];

  it('accepts its example, and what it encodes reads back the same', () => {
    expect(parseEvent(type, JSON.parse(encodeEvent(example).toString()))).toEqual({ ok: true, event: example });
  });

  it('accepts fields that a later producer adds', () => {
    expect(parseEvent(type, { ...example, gift: true }).ok).toBe(true);
  });

  it('reads its event_id in one form, whatever the producer wrote', () => {
    const event_id = example.event_id.toUpperCase();
    expect(parseEvent(type, { ...example, event_id })).toMatchObject({ ok: true, event: example });
  });

  it('reads a leap second as a time that every store knows', () => {
    for (const leap of ['2026-12-31T23:59:60Z', '2026-12-31T23:59:60.5Z']) {
      const read = parseEvent(type, { ...example, occurred_at: leap });
      expect(read).toMatchObject({ ok: true, event: { occurred_at: '2026-12-31T23:59:59.999Z' } });
    }
  });

  it.each([
    ['a later version', { version: 2 }, 'unsupported-version', 'version 2'],
    ['another type', { type: 'product_restocked' }, 'wrong-type', 'product_restocked'],
    ['a missing field', { occurred_at: undefined }, 'schema', 'occurred_at'],
    ['a wrong field', { event_id: 'no uuid' }, 'schema', 'event_id'],
  ])('refuses %s and says why', (_, change, kind, reason) => {
    const refused = { ok: false, kind, reason: expect.stringContaining(reason) };
    expect(parseEvent(type, { ...example, ...change })).toEqual(refused);
  });

  it.each([['hello'], [null], [[]]])('refuses %j', (json) => {
    expect(parseEvent(type, json)).toMatchObject({ ok: false, kind: 'schema' });
  });

  it('never encodes an event that breaks the schema', () => {
    expect(() => encodeEvent({ ...example, occurred_at: 'yesterday' } as never)).toThrow('occurred_at');
  });
});

describe('the events', () => {
  it('each have a schema of their name', () => {
    expect(schemaFiles.sort()).toEqual(EVENT_TYPES.map((type) => `${type.replaceAll('_', '-')}.v1.schema.json`).sort());
    expect([isEventType('stock_low'), isEventType('stock_high'), isEventType('toString')]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('say the same of a field wherever they have it', () => {
    const rules = new Map<string, Set<string>>();
    const collect = ({ properties = {}, items }: Schema): void => {
      for (const [name, property] of Object.entries(properties)) {
        const { description, ...rule } = property;
        const isOwn = rule.items !== undefined || rule.const !== undefined;
        if (!isOwn) rules.set(name, (rules.get(name) ?? new Set()).add(JSON.stringify(rule)));
        collect(property);
      }
      if (items) collect(items);
    };
    for (const [, schema] of schemas) collect(schema);
    expect([...rules].filter(([, different]) => different.size > 1)).toEqual([]);
  });

  it('take every address that the API takes', () => {
    for (const customer_email of ['müller@example.org', '.a..b.@a-b.example', "o'x+1@x.y"]) {
      expect(EMAIL_PATTERN.test(customer_email)).toBe(true);
      for (const type of ['product_sold', 'order_completed', 'order_refunded'] as const) {
        expect(() => encodeEvent({ ...eventExamples[type], customer_email })).not.toThrow();
      }
    }
  });

  it('have whole, positive amounts', () => {
    expect(parseEvent('product_sold', { ...productSoldExample, quantity: 0 })).toMatchObject({
      reason: expect.stringContaining('quantity'),
    });
    expect(() => encodeEvent({ ...productSoldExample, total_cents: -1 })).toThrow('total_cents');
  });
});
