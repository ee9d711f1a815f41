// Writes the figures of COUNT sales of PRODUCTS products in the last DAYS days, folded as analytics folds them; prints how many documents.
import { createLogger } from '@app/observability';
import { type Fold, foldPeriod, type Part, segmentFold } from '../../../apps/analytics/src/figures/figure-documents.js';
import { Figures, type StoredProduct } from '../../../apps/analytics/src/figures/figures.js';
import { FiguresRepository } from '../../../apps/analytics/src/figures/figures.mongo.repository.js';
import { type PeriodKey, parentOf, periodOf, QUARTER_MS } from '../../../apps/analytics/src/figures/periods.js';
import { AnalyticsDb } from '../../../apps/analytics/src/mongo/connect.mongo.js';

const { MONGODB_URI = '', COUNT, PRODUCTS, DAYS } = process.env;
const quarters = Number(DAYS) * 96;
const now = new Date();
const lastQuarter = Math.floor(now.getTime() / QUARTER_MS) * QUARTER_MS;

/** Hot products and rare ones, as in a shop. */
const productOf = () => 1 + Math.floor(Number(PRODUCTS) * Math.random() ** 2);

function quarterFold(at: number, sales: number): Fold {
  const figures = new Figures();
  for (let sale = 0; sale < sales; sale++) {
    const product_id = productOf();
    const sums = { sales: 1, units: 2, refunds: 0, revenue: 299_800n, refunded: 0n };
    figures.add({ product_id, currency: 'USD', name: `Bench Product ${product_id}`, named_at: at, sums });
  }
  return segmentFold(periodOf('quarter', at), { count: sales, figures: figures.list() }, now);
}

const partOf = ([{ key, count, figures }]: Fold): Part => ({
  key,
  count,
  rows: JSON.parse(figures) as StoredProduct[],
});

const analyticsDb = new AnalyticsDb(MONGODB_URI);
const repository = new FiguresRepository(analyticsDb, createLogger('bench'));
let folds = Array.from({ length: quarters }, (_, n) =>
  quarterFold(lastQuarter - n * QUARTER_MS, Math.round(Number(COUNT) / quarters)),
);
let written = 0;
while (folds.length > 0) {
  for (let from = 0; from < folds.length; from += 20)
    await Promise.all(folds.slice(from, from + 20).map((fold) => repository.insert(fold)));
  written += folds.flat().length;
  const wholes = new Map<PeriodKey, Part[]>();
  for (const fold of folds) {
    const whole = parentOf(fold[0].key as PeriodKey);
    if (whole) wholes.set(whole, [...(wholes.get(whole) ?? []), partOf(fold)]);
  }
  folds = [...wholes].map(([key, parts]) => foldPeriod(key, parts, now));
}
process.stdout.write(`${written}\n`);
await analyticsDb.close();
