const text = (description: string, example: string) => ({ description, schema: { type: 'string' }, example });

/** Headers that answers carry. */
export const HEADERS: Record<string, object> = {
  traceparent: text(
    'W3C trace context of this request: its second part is the trace id in the logs of all services.',
    '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00',
  ),
  'Retry-After': {
    description: 'Seconds after which trying again makes sense.',
    schema: { type: 'integer', minimum: 1 },
    example: 1,
  },
  'WWW-Authenticate': text('What token is needed (RFC 6750).', 'Bearer realm="storefront", error="invalid_token"'),
  RateLimit: text('What is left of the quota, and the seconds until it is whole again.', '"client";r=499;t=1'),
  'RateLimit-Policy': text('The quota, and the seconds that it is for.', '"client";q=500;w=1'),
  Location: {
    description: 'Where the new resource can be read.',
    schema: { type: 'string', format: 'uri-reference' },
    example: '/sales/ORD-2024-001',
  },
  ETag: text('Version of what is answered, for If-None-Match.', '"2-98"'),
  'Cache-Control': text('Caches must ask each time.', 'no-cache'),
  'Idempotent-Replayed': {
    description: 'The call was made before; this is its answer again.',
    schema: { type: 'string', enum: ['true'] },
    example: 'true',
  },
};

/** References to headers of the components. */
export const headerRefs = (...names: string[]) =>
  Object.fromEntries([...new Set(names)].map((name) => [name, { $ref: `#/components/headers/${name}` }]));
