// Runs once before the integration and e2e specs, in jest's own process and as plain Node (types are stripped): `.ts` endings, no aliases.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt } from '../../../stack/build.ts';
import { endOnSignal } from '../../../stack/end-on-signal.ts';
import { ferretdbPostgresUrl } from '../../../stack/engines/ferretdb.ts';
import { describe } from '../../../stack/failure.ts';
import type { Stack } from '../../../stack/stack.ts';
import { discardEngines, startEngines } from '../../../stack/start-engines.ts';

/** Where setup and teardown meet; one process of jest may call both for each of its projects. */
const holder = globalThis as { storefrontTestEngines?: { stack?: Promise<Stack> } };
holder.storefrontTestEngines ??= {};
export const running = holder.storefrontTestEngines;

export default async function setUpEngines(): Promise<void> {
  if (running.stack || process.env.TEST_ENGINES) return;
  const began = Date.now();
  const say = (line: string) => process.env.TEST_ENGINES_VERBOSE && console.error(line);
  // Specs start services as processes, from what is built. First of all: what does not build starts no engine.
  await ensureBuilt(say);
  const starting = startEngines({ dir: '.stack-test', say });
  running.stack = starting;
  endOnSignal(async () => discardEngines(await starting));
  try {
    const stack = await starting;
    const { ports } = stack.addresses;
    const file = join(stack.folders.dir, 'engines.json');
    const engines = {
      postgresAdminUrl: `postgres://postgres:postgres@127.0.0.1:${ports.postgres}/postgres`,
      rabbitmqUrl: `amqp://guest:guest@127.0.0.1:${ports.rabbitmq}`,
      rabbitmqManagementUrl: `http://127.0.0.1:${ports.rabbitmqUi}`,
      mongodbUri: `mongodb://127.0.0.1:${ports.mongodb}`,
      ...(isStandIn(stack) && { mongodbPostgresUrl: ferretdbPostgresUrl(ports.mongodbCluster) }),
    };
    writeFileSync(file, `${JSON.stringify(engines, undefined, 2)}\n`);
    process.env.TEST_ENGINES = file;
    console.error(
      `engines for the tests: ready in ${((Date.now() - began) / 1000).toFixed(1)} s (logs: ${stack.folders.logs})`,
    );
  } catch (error) {
    const fix = (error as { fix?: string }).fix;
    throw new Error(`the tests need real engines: ${describe(error)}${fix ? `\n  to do: ${fix}` : ''}`);
  }
}

function isStandIn({ components }: Stack): boolean {
  return components.some(({ spec, how }) => spec.name === 'mongodb' && how?.startsWith('FerretDB'));
}
