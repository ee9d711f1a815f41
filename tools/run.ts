// Runs a compiled tool of dist/ against the stack that runs, or the engines that the environment names:
//   node tools/run.ts tools/verify/main.js [its arguments]
// Says nothing of its own unless it has to: with `npm run -s` the output is the tool's.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureBuilt } from '../stack/build.ts';
import { readEndpoints } from '../stack/endpoints.ts';
import { report, StackError } from '../stack/failure.ts';
import { CLONE, foldersOf, SOURCE_MAPS } from '../stack/folders.ts';
import { readLock } from '../stack/leftovers.ts';
import { isAlive } from '../stack/processes/identity.ts';

/** What each tool cannot do without (`any`: one of them will do); the others run anywhere. */
const NEEDS: Record<string, { how: 'all' | 'any'; variables: string[] }> = {
  'tools/migrate/main.js': {
    how: 'any',
    variables: ['INVENTORY_DATABASE_URL', 'NOTIFICATIONS_DATABASE_URL', 'ORDERS_DATABASE_URL'],
  },
  'tools/topology/main.js': { how: 'all', variables: ['RABBITMQ_URL'] },
  'tools/dlq/main.js': { how: 'all', variables: ['RABBITMQ_URL'] },
  'tools/figures/main.js': { how: 'all', variables: ['MONGODB_URI'] },
  'tools/verify/main.js': { how: 'all', variables: ['INVENTORY_DATABASE_URL'] },
};

function addressesOfRunningStack(): Record<string, string> {
  const folders = foldersOf('.stack');
  const holder = readLock(folders);
  const endpoints = holder && isAlive(holder) ? readEndpoints(folders) : undefined;
  if (!endpoints) return {};
  return {
    INVENTORY_DATABASE_URL: endpoints.postgres,
    NOTIFICATIONS_DATABASE_URL: endpoints.notifications_postgres,
    ORDERS_DATABASE_URL: endpoints.orders_postgres,
    PAYMENT_URL: endpoints.payment_simulator,
    RABBITMQ_URL: endpoints.rabbitmq,
    RABBITMQ_MANAGEMENT_URL: endpoints.rabbitmq_ui,
    MONGODB_URI: endpoints.mongodb,
    GATEWAY_URL: endpoints.gateway,
    INVENTORY_GRPC_URL: endpoints.inventory_grpc,
  };
}

function environmentFor(tool: string, args: string[]): NodeJS.ProcessEnv {
  const env = { ...addressesOfRunningStack(), ...process.env };
  const { how, variables } = NEEDS[tool] ?? { how: 'any', variables: [] };
  const missing = variables.filter((name) => !env[name]);
  const enough = how === 'all' ? missing.length === 0 : missing.length < variables.length || variables.length === 0;
  const asksForHelp = args.some((arg) => ['help', '--help', '-h'].includes(arg));
  if (enough || asksForHelp) return env;
  const are = missing.length === 1 ? 'is' : 'are';
  throw new StackError(
    `no stack runs in this clone, and ${missing.join(', ')} ${are} not set`,
    'npm start   (in another terminal), or set what is missing',
  );
}

async function run([tool, ...args]: string[]): Promise<void> {
  if (!tool) throw new StackError('which tool?', 'node tools/run.ts tools/verify/main.js');
  const env = environmentFor(tool, args);
  await ensureBuilt((line) => console.error(line));
  const child = spawn(process.execPath, [SOURCE_MAPS, join(CLONE, 'dist', tool), ...args], {
    stdio: 'inherit',
    env,
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  child.once('exit', (code, signal) => {
    process.exitCode = code ?? (signal ? 1 : 0);
  });
}

await run(process.argv.slice(2)).catch((error) => {
  report(error);
  process.exitCode = 1;
});
