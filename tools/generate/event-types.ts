// Writes the TypeScript type of each event from its JSON Schema, the only truth about the event's shape, and the map of all events.
// node tools/generate/event-types.ts [target folder]
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileFromFile } from 'json-schema-to-typescript';

interface EventFile {
  /** `order_completed` */
  type: string;
  /** `OrderCompleted` */
  title: string;
  /** `order-completed.v1` */
  name: string;
}

const BANNER = 'by `npm run generate`. Do not edit.';
const events = fileURLToPath(new URL('../../libs/contracts/src/events/', import.meta.url));
const target = process.argv[2] ?? join(events, 'gen');
mkdirSync(target, { recursive: true });

const files = readdirSync(events)
  .filter((file) => file.endsWith('.schema.json'))
  .sort()
  .map((file): EventFile => {
    const { title, properties } = JSON.parse(readFileSync(join(events, file), 'utf8'));
    return { type: properties.type.const, title, name: file.replace('.schema.json', '') };
  });

for (const { name } of files) {
  const schema = `${name}.schema.json`;
  const code = await compileFromFile(join(events, schema), {
    additionalProperties: false,
    ignoreMinAndMaxItems: true, // Otherwise a list of 1 to 50 lines is a union of fifty tuples.
    bannerComment: `// Generated from ${schema} ${BANNER}`,
    style: { singleQuote: true, printWidth: 120 },
  });
  writeFileSync(join(target, `${name}.ts`), code);
}

const variable = ({ title }: EventFile) => `${title.charAt(0).toLowerCase()}${title.slice(1)}`;
const lines = (line: (file: EventFile) => string) => files.map(line).join('\n');

writeFileSync(
  join(target, 'event-map.ts'),
  `// Generated from the schemas ${BANNER}
${lines((file) => `import ${variable(file)} from '../${file.name}.schema.json' with { type: 'json' };`)}
${lines(({ title, name }) => `import type { ${title} } from './${name}.js';`)}

export type { ${files.map(({ title }) => title).join(', ')} };

/** Every event of the shop by its type, which is also its routing key and its AMQP \`type\`. */
export interface EventMap {
${lines(({ type, title }) => `  ${type}: ${title};`)}
}

/** The schema of each event. */
export const SCHEMAS = {
${lines((file) => `  ${file.type}: ${variable(file)},`)}
};
`,
);
