import type { OpenAPIObject } from '@nestjs/swagger';
import type { Operation } from './operations.js';

type Schema = {
  $ref?: string;
  example?: unknown;
  items?: Schema;
  allOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
};
interface Media {
  schema?: Schema;
  example?: unknown;
  examples?: unknown;
}

/** Whole examples of request and response bodies, put together from the examples of their fields. */
export function addExamples(document: OpenAPIObject, operation: Operation): void {
  const bodies = [operation.requestBody, ...Object.values(operation.responses)];
  for (const body of bodies as { content?: Record<string, Media> }[]) {
    for (const media of Object.values(body?.content ?? {})) addExample(document, media, body === operation.requestBody);
  }
  if (operation.requestBody) closeSchema(document, operation.requestBody as { content: Record<string, Media> });
}

function addExample(document: OpenAPIObject, media: Media, isRequest: boolean): void {
  if (!media.schema || media.example !== undefined || media.examples !== undefined) return;
  media.example = exampleOf(document, media.schema, isRequest);
}

/** In requests only what is required, so that the example is the shortest that works. */
function exampleOf(document: OpenAPIObject, schema: Schema, onlyRequired: boolean): unknown {
  const { example, items, properties, required = [] } = resolve(document, schema);
  if (example !== undefined) return example;
  if (items) return [exampleOf(document, items, onlyRequired)];
  const shown = Object.entries(properties ?? {}).filter(([name]) => !onlyRequired || required.includes(name));
  return Object.fromEntries(shown.map(([name, field]) => [name, exampleOf(document, field, onlyRequired)]));
}

/** Unknown fields of a request are refused. */
function closeSchema(document: OpenAPIObject, body: { content: Record<string, Media> }): void {
  for (const { schema } of Object.values(body.content)) {
    if (!schema) continue;
    const closed = resolve(document, schema) as Schema & { additionalProperties?: unknown };
    closed.additionalProperties ??= false;
  }
}

/** Nest wraps a reference that has a description of its own into `allOf`. */
function resolve(document: OpenAPIObject, schema: Schema): Schema {
  const [wrapped] = schema.allOf ?? [];
  if (wrapped) return resolve(document, wrapped);
  const name = schema.$ref?.split('/').at(-1);
  return name === undefined ? schema : (document.components?.schemas?.[name] as Schema);
}
