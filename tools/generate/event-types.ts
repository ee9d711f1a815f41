// Writes the TypeScript type of each event from its JSON Schema, the only truth about the event's shape.
import { writeFileSync } from 'node:fs';
import { compileFromFile } from 'json-schema-to-typescript';

const events = new URL('../../libs/contracts/src/events/', import.meta.url);
const schema = new URL('product-sold.v1.schema.json', events);
const target = new URL('gen/product-sold.v1.ts', events);

const code = await compileFromFile(schema.pathname, {
  additionalProperties: false,
  bannerComment: '// Generated from product-sold.v1.schema.json by `npm run generate`. Do not edit.',
  style: { singleQuote: true, printWidth: 120 },
});
writeFileSync(target, code);
