import type { OpenAPIObject } from '@nestjs/swagger';

/** OpenAPI 3.1 out of what Nest writes for 3.0: no `nullable`, and names that a generated client can be proud of. */
export function modernSchemas(document: OpenAPIObject): OpenAPIObject {
  return visit(document) as OpenAPIObject;
}

function visit(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(visit);
  if (typeof node !== 'object' || node === null) return typeof node === 'string' ? withoutSuffix(node) : node;
  const { nullable, ...rest } = node as Record<string, unknown>;
  const entries = Object.entries(rest).map(([key, value]) => [withoutSuffix(key), visit(value)] as const);
  const schema = Object.fromEntries(entries);
  return nullable === true ? { ...schema, type: [schema.type, 'null'] } : schema;
}

/** `DecreaseStockDto` says to us where it is used; to a client it is DecreaseStock. */
const withoutSuffix = (name: string) => name.replace(/^((?:#\/components\/schemas\/)?[A-Z]\w*)Dto$/, '$1');
