// Writes the TypeScript type of each event from its JSON Schema, the only truth about the event's shape.
// node tools/generate/event-types.ts [target folder]
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileFromFile } from 'json-schema-to-typescript';

const events = fileURLToPath(new URL('../../libs/contracts/src/events/', import.meta.url));
const target = process.argv[2] ?? join(events, 'gen');
mkdirSync(target, { recursive: true });

for (const schema of readdirSync(events).filter((name) => name.endsWith('.schema.json'))) {
  const code = await compileFromFile(join(events, schema), {
    additionalProperties: false,
    ignoreMinAndMaxItems: true, // Otherwise a list of 1 to 50 lines is a union of fifty tuples.
    bannerComment: `// Generated from ${schema} by \`npm run generate\`. Do not edit.`,
    style: { singleQuote: true, printWidth: 120 },
  });
  writeFileSync(join(target, schema.replace('.schema.json', '.ts')), code);
}
