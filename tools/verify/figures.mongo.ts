import { createLogger } from '@app/observability';
import { FiguresRepository } from '../../apps/analytics/src/figures/figures.mongo.repository.js';
import { figuresOfAllTime, KnownFigures } from '../../apps/analytics/src/figures/known-figures.js';
import { AnalyticsDb } from '../../apps/analytics/src/mongo/connect.mongo.js';
import type { SoldProduct } from './ledger.pg.js';

/** The figures of analytics against the sales: they may be behind while sales are under way, never ahead. */
export interface FiguresReport {
  /** Products whose figures are behind the sales. */
  behind: string[];
  /** Products whose figures say more than was sold. */
  ahead: string[];
}

/** Reads all figures; they must be read before the sales are. */
export async function readFigures(uri: string): Promise<Map<string, SoldProduct>> {
  const analyticsDb = new AnalyticsDb(uri);
  try {
    const figures = await figuresOfAllTime(
      new KnownFigures(new FiguresRepository(analyticsDb, createLogger('verify'))),
    );
    return new Map(
      figures.map(({ product_id, currency, sums }) => [
        `${product_id} ${currency}`,
        { product_id, currency, sales: BigInt(sums.sales), units: BigInt(sums.units), cents: sums.revenue },
      ]),
    );
  } finally {
    await analyticsDb.close();
  }
}

const NONE = { sales: 0n, units: 0n, cents: 0n };

/** Product by product and currency by currency: number of sales, units, amount. */
export function compareFigures(figures: Map<string, SoldProduct>, sold: readonly SoldProduct[]): FiguresReport {
  const sales = new Map(sold.map((one) => [`${one.product_id} ${one.currency}`, one]));
  const report: FiguresReport = { behind: [], ahead: [] };
  for (const key of [...new Set([...sales.keys(), ...figures.keys()])].sort()) {
    const [known, real] = [figures.get(key) ?? NONE, sales.get(key) ?? NONE];
    const text = `product ${key.replace(' ', ' in ')}: ${shown(known)} in the figures, ${shown(real)} sold`;
    if (known.sales > real.sales || (known.sales === real.sales && shown(known) !== shown(real)))
      report.ahead.push(text);
    else if (known.sales < real.sales) report.behind.push(text);
  }
  return report;
}

const shown = ({ sales, units, cents }: Omit<SoldProduct, 'product_id' | 'currency'>) =>
  `${sales} sales of ${units} units for ${cents}`;
