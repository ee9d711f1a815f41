import type { OpenAPIObject } from '@nestjs/swagger';
import { operationalPaths } from './document-operational-paths.js';
import { addExamples } from './examples.js';
import { HEADERS } from './headers.js';
import { modernSchemas } from './modern-schemas.js';
import { operationsOf } from './operations.js';
import { addProblemResponses } from './problem-responses.js';
import { PROBLEM_SCHEMA } from './problem-schema.js';

type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;

const TRACE_PARENT = {
  name: 'traceparent',
  in: 'header' as const,
  required: false,
  // No example: Swagger UI would send it with every call, and all of them would be one trace.
  description:
    'W3C trace context to continue: `00-<32 hex digits>-<16 hex digits>-01`. Without it a trace starts here.',
  schema: { type: 'string', pattern: '^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$' },
};

/** Adds to what Nest reads from the controllers everything that all operations have in common. */
export function completeDocument(scanned: OpenAPIObject): OpenAPIObject {
  const document = modernSchemas(scanned);
  document.components ??= {};
  document.components.headers = HEADERS as never;
  document.components.parameters = { traceparent: TRACE_PARENT as never };
  document.components.schemas = { ...document.components.schemas, Problem: PROBLEM_SCHEMA as Schemas[string] };
  document.paths = { ...document.paths, ...operationalPaths() };
  for (const { method, operation } of operationsOf(document)) {
    // Without AUTH=on any caller may: the empty requirement says so.
    operation.security ??= [{}, { bearer: [] }];
    addExamples(document, operation);
    addProblemResponses(document, method, operation);
    operation.parameters = [...(operation.parameters ?? []), { $ref: '#/components/parameters/traceparent' }];
  }
  return document;
}
