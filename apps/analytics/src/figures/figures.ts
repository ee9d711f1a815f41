import { addTo, NOTHING, plus, readSums, type StoredSums, type Sums, storedSums } from './sums.js';

/** The figures of one product in one currency. */
export interface ProductFigures {
  product_id: number;
  currency: string;
  /** The name at the latest sale, and when that was (milliseconds since 1970). */
  name: string;
  named_at: number;
  sums: Sums;
}

/** Figures by product and currency. What they are made of may be added in any order. */
export class Figures {
  private readonly currencies = new Map<string, Map<number, ProductFigures>>();

  add(one: ProductFigures): void {
    let products = this.currencies.get(one.currency);
    if (!products) {
      products = new Map();
      this.currencies.set(one.currency, products);
    }
    const known = products.get(one.product_id);
    if (known) addToProduct(known, one);
    else products.set(one.product_id, { ...one, sums: { ...one.sums } });
  }

  addAll(others: Iterable<ProductFigures>): this {
    for (const one of others) this.add(one);
    return this;
  }

  /** By product and currency. */
  list(): ProductFigures[] {
    const all = [...this.currencies.values()].flatMap((products) => [...products.values()]);
    return all.sort((a, b) => a.product_id - b.product_id || byText(a.currency, b.currency));
  }
}

/** Of two names given at the same moment the greater one holds: the order of reading must not matter. */
function addToProduct(known: ProductFigures, one: ProductFigures): void {
  if (one.named_at > known.named_at || (one.named_at === known.named_at && one.name > known.name)) {
    known.name = one.name;
    known.named_at = one.named_at;
  }
  addTo(known.sums, one.sums);
}

/** Sums by currency. */
export function byCurrency(products: Iterable<Pick<ProductFigures, 'currency' | 'sums'>>): Map<string, Sums> {
  const sums = new Map<string, Sums>();
  for (const { currency, sums: more } of products) sums.set(currency, plus(sums.get(currency) ?? NOTHING, more));
  return new Map([...sums].sort(([a], [b]) => byText(a, b)));
}

export const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** A product as it is stored: id, currency, name, when it was named, then its sums. */
export type StoredProduct = [number, string, string, number, ...StoredSums];

/** The text that a period is stored as: equal figures are equal texts. */
export const encodeFigures = (products: readonly ProductFigures[]): string =>
  JSON.stringify(
    products.map(
      ({ product_id, currency, name, named_at, sums }): StoredProduct => [
        product_id,
        currency,
        name,
        named_at,
        ...storedSums(sums),
      ],
    ),
  );

function fromStored([product_id, currency, name, named_at, ...sums]: StoredProduct): ProductFigures {
  return { product_id, currency, name, named_at, sums: readSums(sums) };
}

/** The sum of many stored figures, by product and currency, without an object and two bigints for each of them. */
export function sumStored(parts: Iterable<readonly StoredProduct[]>): ProductFigures[] {
  const currencies = new Map<string, Map<number, Running>>();
  for (const part of parts) {
    for (const stored of part) {
      const [product_id, currency] = stored;
      const products = currencies.get(currency) ?? new Map<number, Running>();
      if (products.size === 0) currencies.set(currency, products);
      const known = products.get(product_id);
      if (known) addStored(known, stored);
      else products.set(product_id, { stored: [...stored], revenue: 0n, refunded: 0n });
    }
  }
  return [...currencies.values()]
    .flatMap((products) =>
      [...products.values()].map(({ stored, revenue, refunded }) => finished(stored, revenue, refunded)),
    )
    .sort((a, b) => a.product_id - b.product_id || byText(a.currency, b.currency));
}

/** The same by currency only, as figures of no product. */
export const totalsOf = (parts: Iterable<readonly StoredProduct[]>): ProductFigures[] =>
  [...byCurrency(sumStored(parts))].map(([currency, sums]) => ({
    product_id: 0,
    currency,
    name: '',
    named_at: 0,
    sums,
  }));

/** `stored` is a copy that is summed up in place while its amounts are safe; what they cannot hold is beside it. */
interface Running {
  stored: StoredProduct;
  revenue: bigint;
  refunded: bigint;
}

/** Where they are in a stored product. */
const [NAME, NAMED_AT, SALES, UNITS, REFUNDS, REVENUE, REFUNDED] = [2, 3, 4, 5, 6, 7, 8] as const;

function addStored(running: Running, more: StoredProduct): void {
  const { stored } = running;
  if (more[NAMED_AT] > stored[NAMED_AT] || (more[NAMED_AT] === stored[NAMED_AT] && more[NAME] > stored[NAME])) {
    stored[NAME] = more[NAME];
    stored[NAMED_AT] = more[NAMED_AT];
  }
  stored[SALES] += more[SALES];
  stored[UNITS] += more[UNITS];
  stored[REFUNDS] += more[REFUNDS];
  if (!addAmount(stored, REVENUE, more[REVENUE])) running.revenue += BigInt(more[REVENUE]);
  if (!addAmount(stored, REFUNDED, more[REFUNDED])) running.refunded += BigInt(more[REFUNDED]);
}

/** @returns false, and adds nothing, when the sum is no safe integer */
function addAmount(stored: StoredProduct, at: typeof REVENUE | typeof REFUNDED, more: number | string): boolean {
  const known = stored[at];
  if (typeof known !== 'number' || typeof more !== 'number' || !Number.isSafeInteger(known + more)) return false;
  stored[at] = known + more;
  return true;
}

function finished(stored: StoredProduct, revenue: bigint, refunded: bigint): ProductFigures {
  const one = fromStored(stored);
  one.sums.revenue += revenue;
  one.sums.refunded += refunded;
  return one;
}
