import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { EVENT_TYPES } from '@app/contracts';
import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { asyncApiDocument } from '../tools/generate/asyncapi/document.ts';

// The schema of AsyncAPI documents that the AsyncAPI project publishes. It says "format" of things that ajv does not know.
const official = createRequire(import.meta.url)('@asyncapi/specs/schemas/3.0.0.json');
// It brings draft-07 itself, so ajv's own copy stays out.
const ajv = new Ajv({ strict: false, meta: false, validateSchema: false, logger: false });
addFormats.default(ajv);
const isAsyncApi = ajv.compile(official);

const document = JSON.parse(readFileSync('docs/asyncapi.json', 'utf8')) as ReturnType<typeof asyncApiDocument>;

/** What a reference in the document leads to. */
const resolve = (reference: string) =>
  reference
    .slice(2)
    .split('/')
    // biome-ignore lint/suspicious/noExplicitAny: the document is walked by its own references
    .reduce((node: any, key) => node?.[key], document);

function* references(node: unknown): Generator<string> {
  if (typeof node !== 'object' || node === null) return;
  for (const [key, value] of Object.entries(node)) {
    if (key === '$ref') yield value;
    else yield* references(value);
  }
}

describe('docs/asyncapi.json', () => {
  it('is an AsyncAPI 3 document by the official schema', () => {
    expect(isAsyncApi(document) ? [] : isAsyncApi.errors).toEqual([]);
  });

  it.each([
    ['a binding that AMQP does not have', { channels: { x: { address: 'x', bindings: { amqp: { is: 'topic' } } } } }],
    [
      'an operation that neither sends nor receives',
      { operations: { x: { action: 'emit', channel: { $ref: '#/a' } } } },
    ],
  ])('would be refused with %s', (_, change) => {
    expect(isAsyncApi({ ...document, ...change })).toBe(false);
  });

  it('leads somewhere with every reference, and operations name messages of their channel', () => {
    expect([...references(document)].filter((reference) => resolve(reference) === undefined)).toEqual([]);
    for (const { channel, messages } of Object.values(document.operations)) {
      for (const { $ref } of messages) expect($ref.startsWith(`${channel.$ref}/messages/`)).toBe(true);
    }
  });

  it.each(EVENT_TYPES)('has an example of %s that its own schemas accept', (type) => {
    const { payload, headers, examples } = document.components.messages[type];
    const check = (schema: { $ref: string }) =>
      new Ajv({ strict: false, formats: { uuid: true, 'date-time': true } }).compile(resolve(schema.$ref));
    for (const example of examples) {
      expect(check(payload)(example.payload)).toBe(true);
      expect(check(headers)(example.headers)).toBe(true);
    }
  });

  it('has only patterns that other languages read', () => {
    expect(JSON.stringify(document)).not.toMatch(/\\\\p\{/);
  });
});
