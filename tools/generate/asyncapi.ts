// Writes docs/asyncapi.json from the topology table, the schemas and the examples of the events.
// node tools/generate/asyncapi.ts [target file]
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { asyncApiDocument } from './asyncapi/document.ts';

const target = process.argv[2] ?? fileURLToPath(new URL('../../docs/asyncapi.json', import.meta.url));
writeFileSync(target, `${JSON.stringify(asyncApiDocument(), undefined, 2)}\n`);
