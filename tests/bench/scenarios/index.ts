import type { Bench } from '../bench.ts';
import type { Row } from '../report.ts';
import { cost } from './cost.ts';
import { latencyCurve, salesByBatchSize } from './curves.ts';
import { drainQueue, drainWithoutFigures, publisher } from './drain.ts';
import { figures, freshFigures } from './figures.ts';
import { history } from './history.ts';
import { idle, idleCost } from './idle.ts';
import { lag } from './lag.ts';
import { latencyUnderLoad, loneSale } from './latency.ts';
import { listing } from './listing.ts';
import { orders } from './orders.ts';
import { outage } from './outage.ts';
import { overload } from './overload.ts';
import { profile } from './profile.ts';
import { throughput } from './throughput.ts';
import { keptTraces, replays, tracing, twoGateways, twoInventories, viewers } from './variants.ts';
import { whole } from './whole.ts';

interface Scenario {
  /** False for those that take many minutes: they run when they are asked for by name. */
  always: boolean;
  /** True for what is measured on a shop that has just started, before it is warmed up. */
  cold?: boolean;
  run(bench: Bench): Promise<Row[]>;
}

/** What `npm run bench` measures, in this order. */
export const SCENARIOS: Record<string, Scenario> = {
  idle: { always: true, cold: true, run: idle },
  'hot-64': {
    always: true,
    run: (bench) =>
      throughput(bench, {
        name: 'hot, 64 connections',
        connections: 64,
        products: 1,
        workers: 'stopped',
        ofBare: 0.25,
        timesTextbook: 6,
      }),
  },
  'hot-512': {
    always: true,
    run: (bench) =>
      throughput(bench, {
        name: 'hot, 512 connections',
        connections: 512,
        products: 1,
        workers: 'stopped',
        ofBare: 0.4,
      }),
  },
  'hot-512-consuming': {
    always: true,
    run: (bench) =>
      throughput(bench, {
        name: 'hot, 512 connections, workers consuming',
        connections: 512,
        products: 1,
        workers: 'consuming',
        ofBare: 0.22,
      }),
  },
  wide: {
    always: true,
    run: (bench) =>
      throughput(bench, {
        name: 'wide: 1,000 products, 64 connections',
        connections: 64,
        products: 1_000,
        workers: 'stopped',
        ofBare: 0.35,
        timesTextbook: 5,
      }),
  },
  whole: { always: true, run: whole },
  orders: { always: true, run: orders },
  cost: { always: true, run: cost },
  latency: { always: true, run: latencyUnderLoad },
  lone: { always: true, run: loneSale },
  lag: { always: true, run: lag },
  overload: { always: true, run: overload },
  'two-inventories': { always: true, run: twoInventories },
  'two-gateways': { always: true, run: twoGateways },
  replays: { always: true, run: replays },
  tracing: { always: true, run: tracing },
  'traces-kept': { always: true, run: keptTraces },
  viewers: { always: true, run: viewers },
  publisher: { always: true, run: publisher },
  drain: { always: true, run: drainQueue },
  'drain-figures': { always: false, run: drainWithoutFigures },
  'idle-cost': { always: false, cold: true, run: idleCost },
  'latency-curve': { always: false, run: latencyCurve },
  'batch-size': { always: false, run: salesByBatchSize },
  profile: { always: false, run: profile },
  outage: { always: false, run: outage },
  history: { always: false, run: history },
  figures: { always: false, run: figures },
  'figures-fresh': { always: false, run: freshFigures },
  listing: { always: false, run: listing },
};
