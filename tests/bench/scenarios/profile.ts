import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { spawnGateway, spawnInventory } from '../../../libs/testing/src/service-process.ts';
import type { Bench } from '../bench.ts';
import { stepsOf } from '../cpu-profile.ts';
import { type LoadResult, runLoad } from '../load.ts';
import { NO_GOAL, type Row } from '../report.ts';
import { spread } from '../statistics.ts';

const CONNECTIONS = 64;
const SAMPLE_EVERY_MS = 20;
/** Which step of a sale takes how long in gateway and inventory, and what PostgreSQL does for a batch meanwhile. */
export async function profile(bench: Bench): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-profile-'));
  const profiled = (name: string) => ({ NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${join(folder, name)}` });
  try {
    const inventory = await spawnInventory(bench.shop.endpoints.postgres, profiled('inventory'));
    const gateway = await spawnGateway(bench.shop.endpoints.rabbitmq, [inventory.url], profiled('gateway'));
    const { value, ledger } = await bench.withLedger('stopped', async () => {
      try {
        return await sell(bench, gateway.url);
      } finally {
        await gateway.stop();
        await inventory.stop();
      }
    });
    const row = (measured: string, figure: number): Row => ({
      scenario: `profile, hot, ${CONNECTIONS} connections`,
      measured,
      value: spread([figure]),
      goal: NO_GOAL,
      ledger,
    });
    const steps = ['gateway', 'inventory'].flatMap((name) =>
      [...stepsOf(join(folder, name))]
        .sort(([, a], [, b]) => b - a)
        .map(([step, microseconds]) => row(`${name}: ${step}, µs for one sale`, microseconds / value.sales)),
    );
    const states = Object.entries(value.states).sort(([, a], [, b]) => b - a);
    return [...steps, ...states.map(([state, share]) => row(`PostgreSQL: ${state}, % of the time`, share * 100))];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function sell(bench: Bench, url: string): Promise<{ sales: number; states: Record<string, number> }> {
  const products = await bench.shop.createProducts(1);
  let load: LoadResult | undefined;
  const running = runLoad({ url, connections: CONNECTIONS, seconds: bench.options.seconds, products }).then(
    (result) => {
      load = bench.account(result);
    },
  );
  const states: Record<string, number> = {};
  let samples = 0;
  for (; !load; samples++) {
    const state = await stateOfBatch(bench);
    states[state] = (states[state] ?? 0) + 1;
    await sleep(SAMPLE_EVERY_MS);
  }
  await running;
  const shares = Object.entries(states).map(([state, count]) => [state, count / samples]);
  return { sales: (load as LoadResult).statuses[201] ?? 0, states: Object.fromEntries(shares) };
}

/** One look at what the connection that sells is doing. */
async function stateOfBatch({ shop }: Bench): Promise<string> {
  const { rows } = await shop.inventory.query<{ state: string }>(
    `SELECT CASE WHEN state = 'active' THEN coalesce(wait_event_type || ' ' || wait_event, 'working')
                 ELSE 'in a batch, between its two trips' END AS state
     FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend' AND state <> 'idle'
     ORDER BY state = 'active' DESC LIMIT 1`,
  );
  return rows[0]?.state ?? 'no batch';
}
