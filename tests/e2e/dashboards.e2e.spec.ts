// Real: Prometheus and promtool, the running shop's own metrics.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '@app/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { DASHBOARDS, fileOf, grafanaJson } from '../../deploy/grafana/dashboards.ts';
import { CLONE } from '../../stack/folders.ts';
import { opsOf } from '../support/metrics.ts';
import { openShop } from '../support/open-shop.ts';
import { type Prometheus, prometheusPrograms, startPrometheus } from '../support/prometheus.ts';
import type { Shop } from '../support/shop.ts';

const RULES = join(CLONE, 'deploy/prometheus/rules/storefront.yml');
const rules: { alert: string; expr: string }[] = parse(readFileSync(RULES, 'utf8')).groups.flatMap(
  (group: { rules: unknown[] }) => group.rules,
);
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
/** Rates and quantiles need something that grew between two scrapes. */
const sellOne = async () => {
  await shop.sell({ product_id, quantity: 1, order_id: shop.orderId() });
  const order = { order_id: shop.orderId(), lines: [{ product_id, quantity: 1 }], payment_token: 'tok_ok' };
  await shop.call('POST', '/orders', order);
};
beforeAll(async () => {
  shop = openShop();
  prometheus = await startPrometheus(opsOf(shop));
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
  it.each(rules)('$alert watches series that exist', async ({ expr }) => {
    const series = metricsOf(expr);
    await eventually(async () => (await prometheus.query(series)).length > 0, { timeoutMs: 20_000, what: series });
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

it.each(Object.keys(DASHBOARDS))('the file of dashboard %s is what the table says', (name) => {
  expect(readFileSync(fileOf(name), 'utf8')).toBe(grafanaJson(name));
});
