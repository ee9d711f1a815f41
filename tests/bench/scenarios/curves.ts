import { spawnGateway, spawnInventory } from '../../../libs/testing/src/service-process.ts';
import { type Bench, salesPerSecond } from '../bench.ts';
import { runLoad } from '../load.ts';
import { NO_GOAL, type Row } from '../report.ts';
import { spread } from '../statistics.ts';

const SHARES = [0.1, 0.25, 0.4, 0.55, 0.7, 0.8, 0.9, 1];
const BATCH_SIZES = [1, 4, 16, 64, 256];
/** Latency against offered load, up to what the shop can do. Drawn, not judged. */
export async function latencyCurve(bench: Bench): Promise<Row[]> {
  const { seconds } = bench.options;
  const products = await bench.shop.createProducts(1);
  const load = async (rate?: number) =>
    bench.account(await runLoad({ url: bench.shop.endpoints.gateway, connections: 64, seconds, products, rate }));
  const points: { x: number; y: number; line: string }[] = [];
  await bench.withLedger('stopped', async () => {
    const maximum = salesPerSecond(await load());
    for (const share of SHARES) {
      const { acceptedPerSecond: x, accepted } = await load(Math.floor(maximum * share));
      points.push({ x, y: accepted.p50, line: 'p50' }, { x, y: accepted.p99, line: 'p99' });
    }
  });
  const title = 'Latency against offered load (hot, 64 connections)';
  bench.plots.push({ name: 'latency', title, x: 'sales/s', y: 'ms', points });
  return [];
}

/** Sales a second against the size of the largest transaction: 1 is the shop without batches in its database. */
export async function salesByBatchSize(bench: Bench): Promise<Row[]> {
  const points: { x: number; y: number; line: string }[] = [];
  const rows: Row[] = [];
  for (const size of BATCH_SIZES) {
    const { value, ledger } = await bench.withLedger('stopped', () => salesWithBatchesOf(bench, size));
    points.push({ x: size, y: value, line: 'sales/s' });
    const measured = `sales/s, at most ${size} sales in a transaction`;
    rows.push({ scenario: 'hot, 512 connections', measured, value: spread([value]), goal: NO_GOAL, ledger });
  }
  const title = 'Sales a second against batch size (hot, 512 connections)';
  bench.plots.push({ name: 'batch-size', title, x: 'sales in a transaction, at most', y: 'sales/s', points });
  return rows;
}

async function salesWithBatchesOf(bench: Bench, size: number): Promise<number> {
  const { seconds } = bench.options;
  const inventory = await spawnInventory(bench.shop.endpoints.postgres, { SALES_BATCH_MAX: String(size) });
  const gateway = await spawnGateway(bench.shop.endpoints.rabbitmq, [inventory.url]);
  try {
    const products = await bench.shop.createProducts(1);
    const load = { url: gateway.url, connections: 512, products };
    bench.account(await runLoad({ ...load, seconds: 3 }));
    return salesPerSecond(bench.account(await runLoad({ ...load, seconds })));
  } finally {
    await gateway.stop();
    await inventory.stop();
  }
}
