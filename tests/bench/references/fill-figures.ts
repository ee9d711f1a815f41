// Writes the figures of COUNT sales of PRODUCTS products in the last DAYS days, folded as analytics folds them; prints how many documents.
import { createLogger } from '@app/observability';
import { type FigureDocument, foldPeriod } from '../../../apps/analytics/src/figures/figure-documents.js';
import { encodeFigures, Figures } from '../../../apps/analytics/src/figures/figures.js';
import { FiguresRepository } from '../../../apps/analytics/src/figures/figures.mongo.repository.js';
import { type PeriodKey, parentOf, periodOf, QUARTER_MS } from '../../../apps/analytics/src/figures/periods.js';
import { AnalyticsDb } from '../../../apps/analytics/src/mongo/connect.mongo.js';

const { MONGODB_URI = '', COUNT, PRODUCTS, DAYS } = process.env;
const quarters = Number(DAYS) * 96;
const now = new Date();
const lastQuarter = Math.floor(now.getTime() / QUARTER_MS) * QUARTER_MS;

/** Hot products and rare ones, as in a shop. */
const productOf = () => 1 + Math.floor(Number(PRODUCTS) * Math.random() ** 2);

function quarterDocument(at: number, sales: number): FigureDocument {
  const figures = new Figures();
  for (let sale = 0; sale < sales; sale++) {
    const product_id = productOf();
    const sums = { sales: 1, units: 2, refunds: 0, revenue: 299_800n, refunded: 0n };
    figures.add({ product_id, currency: 'USD', name: `Bench Product ${product_id}`, named_at: at, sums });
  }
  const key = periodOf('quarter', at);
  const text = encodeFigures(figures.list());
  return { _id: `${key}/${sales}`, key, parent: parentOf(key) ?? '', count: sales, figures: text, folded_at: now };
}

const analyticsDb = new AnalyticsDb(MONGODB_URI);
const repository = new FiguresRepository(analyticsDb, createLogger('bench'));
let documents = Array.from({ length: quarters }, (_, n) =>
  quarterDocument(lastQuarter - n * QUARTER_MS, Math.round(Number(COUNT) / quarters)),
);
let written = 0;
while (documents.length > 0) {
  for (let from = 0; from < documents.length; from += 50) await repository.insert(documents.slice(from, from + 50));
  written += documents.length;
  const parents = new Map<PeriodKey, FigureDocument[]>();
  for (const one of documents.filter(({ key }) => /^(quarter|day|month)\//.test(key)))
    parents.set(one.parent as PeriodKey, [...(parents.get(one.parent as PeriodKey) ?? []), one]);
  documents = [...parents].flatMap(([key, parts]) => foldPeriod(key, parts, now));
}
process.stdout.write(`${written}\n`);
await analyticsDb.close();
