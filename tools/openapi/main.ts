import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import openapiTS, { astToString } from 'openapi-typescript';
import { stringify } from 'yaml';
import { AppModule } from '../../apps/gateway/src/app.module.js';
import { gatewayConfig } from '../../apps/gateway/src/gateway.config.js';
import { createApp } from '../../apps/gateway/src/http/create-app.js';
import { openApiDocument } from '../../apps/gateway/src/http/swagger.js';

const USAGE = `npm run openapi [-- --check]

Writes docs/openapi.yaml from the gateway's controllers, and the client types that follow from it (tests/e2e/client/gen/api.ts).
Needs no engine and listens nowhere.

  --check   writes nothing; exit code 1 when a file is not what would be written`;

const { check, help } = options();
if (help) console.log(USAGE);
else process.exitCode = check ? reportStale(await files()) : write(await files());

function options() {
  try {
    return parseArgs({ options: { check: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } }).values;
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
    process.exit(2);
  }
}

/** Content by path, from the root of the repository. */
async function files(): Promise<Record<string, string>> {
  process.env.LOG_LEVEL ??= 'warn';
  const config = gatewayConfig({ INVENTORY_GRPC_URL: '127.0.0.1:1', RABBITMQ_URL: 'amqp://127.0.0.1:1' });
  const document = openApiDocument(await createApp(AppModule.forRoot(config), config));
  const plain = JSON.parse(JSON.stringify(document));
  return {
    'docs/openapi.yaml': `# Written by \`npm run openapi\` from the controllers. Do not edit.\n${stringify(plain, { lineWidth: 120, aliasDuplicateObjects: false })}`,
    'tests/e2e/client/gen/api.ts': `// Written by \`npm run openapi\` from docs/openapi.yaml. Do not edit.\n${astToString(await openapiTS(plain))}`,
  };
}

function reportStale(wanted: Record<string, string>): number {
  const stale = Object.entries(wanted).filter(([path, content]) => read(path) !== content);
  for (const [path] of stale) console.error(`${path} is out of date: run \`npm run openapi\` and commit the result`);
  return stale.length > 0 ? 1 : 0;
}

function write(wanted: Record<string, string>): number {
  for (const [path, content] of Object.entries(wanted)) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    console.log(`wrote ${path}`);
  }
  return 0;
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
