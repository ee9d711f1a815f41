// Real: Prometheus and promtool, the running shop's own metrics.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '@app/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { DASHBOARDS, fileOf, grafanaJson } from '../../deploy/grafana/dashboards.ts';
import { CLONE } from '../../stack/folders.ts';
import { openShop } from '../support/open-shop.ts';
import { type Prometheus, prometheusPrograms, startPrometheus } from '../support/prometheus.ts';
import type { Shop } from '../support/shop.ts';

const RULES = join(CLONE, 'deploy/prometheus/rules/storefront.yml');
const rules: { alert: string; expr: string; annotations: { runbook: string } }[] = parse(
  readFileSync(RULES, 'utf8'),
).groups.flatMap((group: { rules: unknown[] }) => group.rules);
const queries = Object.values(DASHBOARDS).flatMap(({ title, panels }) =>
  panels.flatMap((panel) => Object.values(panel.queries).map((expr) => ({ where: `${title} / ${panel.title}`, expr }))),
);

/** A comparison is empty while all is well, and so is a selection of errors: what is asked for is whether the metrics exist. */
const metricsOf = (expr: string) => {
  const compared = expr.split(/ (?:and|==|>) /)[0] as string;
  return compared.replaceAll('{status=~"5.."}', '');
};

let shop: Shop;
let prometheus: Prometheus;
let product_id: number;
let ports: number[];
/** Rates and quantiles need something that grew between two scrapes. */
const sellOne = async () => {
  await shop.sell({ product_id, quantity: 1, order_id: shop.orderId() });
  const order = { order_id: shop.orderId(), lines: [{ product_id, quantity: 1 }], payment_token: 'tok_ok' };
  await shop.call('POST', '/orders', order);
};
beforeAll(async () => {
  shop = openShop();
  ports = ['gateway', 'inventory', 'analytics', 'notifications', 'orders'].flatMap((name) => {
    const found = shop.now().processes.find((process) => process.name === name);
    return found ? [found.ops_port ?? found.port] : [];
  });
  prometheus = await startPrometheus(ports.map((port) => `127.0.0.1:${port}`));
  product_id = await shop.createProduct(100_000);
  await sellOne();
}, 120_000);
afterAll(async () => {
  await prometheus.stop();
  await shop.close();
});

describe('every query of the dashboards has an answer from the running shop', () => {
  it.each(queries)('$where: $expr', async ({ expr }) => {
    await eventually(
      async () => {
        await sellOne();
        return (await prometheus.query(expr)).some(({ value }) => Number.isFinite(Number(value[1])));
      },
      { timeoutMs: 20_000, everyMs: 500, what: expr },
    );
  });
});

describe('every alert', () => {
  it.each(rules)('$alert watches series that exist, and has a place in the runbook', async ({ expr, annotations }) => {
    const series = metricsOf(expr);
    await eventually(async () => (await prometheus.query(series)).length > 0, { timeoutMs: 20_000, what: series });
    const [file = '', anchor = ''] = annotations.runbook.split('#');
    expect(readFileSync(join(CLONE, file), 'utf8').toLowerCase()).toContain(`## ${anchor.replaceAll('-', ' ')}\n`);
  });

  it('fires when it should and not before (promtool)', async () => {
    const { promtool } = await prometheusPrograms();
    const folder = join(CLONE, 'deploy/prometheus/tests');
    const said = execFileSync(promtool, ['test', 'rules', ...readdirSync(folder).map((file) => join(folder, file))], {
      encoding: 'utf8',
    });
    expect(said).toContain('SUCCESS');
  });
});

/** All samples of all services: `name{labels}` → value. */
async function scrapeAll(): Promise<Map<string, number>> {
  const texts = await Promise.all(ports.map(async (port) => (await fetch(`http://127.0.0.1:${port}/metrics`)).text()));
  const samples = texts.join('\n').matchAll(/^([a-z_]+(?:\{.*\})?) (\S+)$/gm);
  return new Map([...samples].map(([, series = '', value]) => [series, Number(value)]));
}

const COUNTED = {
  gateway_sales_total: 5,
  inventory_sales_total: 9,
  analytics_sales_recorded_total: 9,
  notifications_emails_sent_total: 7,
  orders_placed_total: 2,
  orders_completed_total: 2,
};

const counted = async () => {
  const samples = [...(await scrapeAll())];
  const sum = (name: string) =>
    samples.reduce((total, [series, value]) => total + (series.startsWith(`${name}{`) ? value : 0), 0);
  return Object.fromEntries(Object.keys(COUNTED).map((name) => [name, sum(name)]));
};

/** The same numbers twice, a moment apart: nothing is under way any more. */
const settled = () =>
  eventually(
    async () => {
      const first = JSON.stringify(await counted());
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      return first === JSON.stringify(await counted()) ? (JSON.parse(first) as Record<string, number>) : undefined;
    },
    { timeoutMs: 60_000, what: 'counters that stand still' },
  );

it('five sales and two orders of two lines are nine sales, nine documents and seven mails in the metrics of all services', async () => {
  const second = await shop.createProduct(10);
  const before = await settled();
  for (let n = 0; n < 5; n++) await shop.sell({ product_id, quantity: 1, order_id: shop.orderId() });
  for (let n = 0; n < 2; n++) {
    const lines = [product_id, second].map((id) => ({ product_id: id, quantity: 1 }));
    await shop.call('POST', '/orders', { order_id: shop.orderId(), lines, payment_token: 'tok_ok' });
  }
  await eventually(
    async () => {
      const now = await counted();
      const grown = Object.fromEntries(Object.entries(now).map(([name, value]) => [name, value - (before[name] ?? 0)]));
      expect(grown).toEqual(COUNTED);
      return true;
    },
    { timeoutMs: 20_000 },
  );
}, 90_000);

it('no label of any service holds an id', async () => {
  const withIds = [...(await scrapeAll()).keys()].filter((series) =>
    /[0-9a-f]{8}-[0-9a-f]{4}-|[0-9a-f]{32}|E2E-|order_id|trace_id|product_id/.test(series),
  );
  expect(withIds).toEqual([]);
});

it.each(Object.keys(DASHBOARDS))('the file of dashboard %s is what the table says', (name) => {
  expect(readFileSync(fileOf(name), 'utf8')).toBe(grafanaJson(name));
});
