/** Sales of one product that have the same quantity and total, and how many there are. */
export interface SalesGroup {
  product_id: number;
  currency: string;
  quantity: number;
  total_cents: number;
  sales: number;
}

interface Sums {
  currency: string;
  sales: number;
  units: number;
  /** Minor units of `currency`. */
  revenue_cents: number;
}

/** Body of `GET /summary`. */
export interface SalesSummary {
  totals: Sums[];
  products: ({ product_id: number } & Sums)[];
}

/** Amounts of different currencies are never added. */
export function summarize(groups: SalesGroup[]): SalesSummary {
  const totals = new Map<string, Sums>();
  const products = new Map<string, { product_id: number } & Sums>();
  for (const group of groups) {
    const { product_id, currency } = group;
    add(totals, currency, { ...nothing(currency) }, group);
    add(products, `${product_id} ${currency}`, { product_id, ...nothing(currency) }, group);
  }
  return {
    totals: [...totals.values()].sort(byCurrency),
    products: [...products.values()].sort((a, b) => a.product_id - b.product_id || byCurrency(a, b)),
  };
}

const nothing = (currency: string): Sums => ({ currency, sales: 0, units: 0, revenue_cents: 0 });

const byCurrency = (a: Sums, b: Sums) => a.currency.localeCompare(b.currency);

function add<T extends Sums>(sums: Map<string, T>, key: string, first: T, group: SalesGroup): void {
  const sum = sums.get(key) ?? first;
  sum.sales += group.sales;
  sum.units += group.sales * group.quantity;
  sum.revenue_cents += group.sales * group.total_cents;
  sums.set(key, sum);
}
