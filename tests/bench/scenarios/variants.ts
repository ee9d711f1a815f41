import { get, type IncomingMessage } from 'node:http';
import { spawnGateway, spawnInventory } from '../../../libs/testing/src/service-process.ts';
import { type Bench, salesPerSecond, WARM_UP_SECONDS } from '../bench.ts';
import { startCollector } from '../collector.ts';
import { ownMicroseconds } from '../cpu.ts';
import { runLoad } from '../load.ts';
import { atLeast, NO_GOAL, type Row } from '../report.ts';
import { interleave, ratio } from '../statistics.ts';

const CONNECTIONS = 64;

async function compare(bench: Bench, scenario: string, goal: number, urls: string[], replayShare = 0): Promise<Row[]> {
  const products = await bench.shop.createProducts(1);
  const { rounds, seconds } = bench.options;
  const load = { connections: CONNECTIONS, seconds, products };
  const sell = async (options: Parameters<typeof runLoad>[0]) => salesPerSecond(bench.account(await runLoad(options)));
  const { value, ledger } = await bench.withLedger('stopped', async () => {
    await sell({ ...load, url: urls, seconds: WARM_UP_SECONDS });
    return interleave(rounds, {
      usual: () => sell({ ...load, url: bench.shop.endpoints.gateway }),
      variant: () => sell({ ...load, url: urls, replayShare }),
    });
  });
  const answers = ratio(value.variant, value.usual);
  return [{ scenario, measured: 'answers/s against the usual shop', value: answers, goal: atLeast(goal), ledger }];
}

export function replays(bench: Bench): Promise<Row[]> {
  return compare(bench, '30 % of the requests repeat an order', 0.9, [bench.shop.endpoints.gateway], 0.3);
}

export async function twoInventories(bench: Bench): Promise<Row[]> {
  const second = await spawnInventory(bench.shop.endpoints.postgres);
  const gateway = await spawnGateway(bench.shop.endpoints.rabbitmq, [bench.shop.endpoints.inventory_grpc, second.url]);
  try {
    return await compare(bench, 'two inventories instead of one', 0.9, [gateway.url]);
  } finally {
    await gateway.stop();
    await second.stop();
  }
}

export async function twoGateways(bench: Bench): Promise<Row[]> {
  const second = await spawnGateway(bench.shop.endpoints.rabbitmq, [bench.shop.endpoints.inventory_grpc]);
  try {
    return await compare(bench, 'two gateways instead of one', 0.95, [bench.shop.endpoints.gateway, second.url]);
  } finally {
    await second.stop();
  }
}

/** Spans exported over OTLP to a collector that throws them away, against none exported. */
export async function tracing(bench: Bench): Promise<Row[]> {
  const collector = await startCollector();
  try {
    const on = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url };
    return [await besides(bench, 'tracing with OTLP on against off', on, {})];
  } finally {
    await collector.stop();
  }
}

/** A pair that keeps its last traces, as usual, against one that makes ids only. */
export async function keptTraces(bench: Bench): Promise<Row[]> {
  return [await besides(bench, 'traces kept in memory against none', {}, { TRACES_KEPT: '0' })];
}

/** Two pairs of gateway and inventory that differ in their environment only, both as young as the other. */
async function besides(bench: Bench, scenario: string, env: Env, otherEnv: Env): Promise<Row> {
  const one = await spawnPair(bench, env);
  const other = await spawnPair(bench, otherEnv);
  try {
    const { value, ledger } = await against(bench, (sell) => ({
      one: () => sell(one.url),
      other: () => sell(other.url),
    }));
    return row(scenario, ratio(value.one, value.other), ledger);
  } finally {
    await one.stop();
    await other.stop();
  }
}

type Env = Record<string, string>;

async function spawnPair({ shop }: Bench, env: Env) {
  const inventory = await spawnInventory(shop.endpoints.postgres, env);
  const gateway = await spawnGateway(shop.endpoints.rabbitmq, [inventory.url], env);
  return {
    url: gateway.url,
    stop: async () => {
      await gateway.stop();
      await inventory.stop();
    },
  };
}

const VIEWERS = 200;

/** As many live pages as are let in, against none. */
export async function viewers(bench: Bench): Promise<Row[]> {
  const url = bench.shop.endpoints.gateway;
  const cost = { none: [] as number[], watched: [] as number[] };
  const { value, ledger } = await against(bench, (sell) => {
    const measured = async (name: keyof typeof cost) => {
      const { pid } = bench.shop.process('gateway');
      const before = await ownMicroseconds(pid ?? 0);
      const rate = await sell(url);
      cost[name].push(((await ownMicroseconds(pid ?? 0)) - before) / (rate * bench.options.seconds));
      return rate;
    };
    return { none: () => measured('none'), watched: () => whileWatched(url, () => measured('watched')) };
  });
  const scenario = `${VIEWERS} live pages against none`;
  return [
    row(scenario, ratio(value.watched, value.none), ledger),
    {
      scenario,
      measured: "gateway's processor time a sale, one against the other",
      value: ratio(cost.watched, cost.none),
      goal: NO_GOAL,
      ledger,
    },
  ];
}

async function whileWatched<T>(url: string, work: () => Promise<T>): Promise<T> {
  const pages = await Promise.all(Array.from({ length: VIEWERS }, () => openPage(`${url}/flow/stream`)));
  try {
    return await work();
  } finally {
    for (const page of pages) page.destroy();
  }
}

/** What it is sent is read and thrown away: what a browser makes of it is no cost of the shop. */
function openPage(url: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = get(url, { agent: false }, (answer) => {
      answer.on('error', () => {}); // It is ended in the middle.
      answer.resume();
      if (answer.statusCode === 200) resolve(answer);
      else reject(new Error(`a live page was answered ${answer.statusCode}`));
    });
    request.on('error', reject);
  });
}

type Sell = (url: string) => Promise<number>;

/** Each runs once before it is measured: who was just started is slow at first. */
async function against<Name extends string>(
  bench: Bench,
  contenders: (sell: Sell) => Record<Name, () => Promise<number>>,
) {
  const products = await bench.shop.createProducts(1);
  const { rounds, seconds } = bench.options;
  const sell = async (url: string) =>
    salesPerSecond(bench.account(await runLoad({ url, connections: CONNECTIONS, seconds, products })));
  const rivals = contenders(sell);
  return bench.withLedger('stopped', async () => {
    for (const rival of Object.values<() => Promise<number>>(rivals)) await rival();
    return interleave(rounds, rivals);
  });
}

const row = (scenario: string, value: Row['value'], ledger: Row['ledger']): Row => ({
  scenario,
  measured: 'answers/s, one against the other',
  value,
  goal: atLeast(0.9),
  ledger,
});
