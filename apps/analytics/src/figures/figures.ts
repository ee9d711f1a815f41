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

type StoredProduct = [number, string, string, number, ...StoredSums];

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

export const decodeFigures = (text: string): ProductFigures[] =>
  (JSON.parse(text) as StoredProduct[]).map(([product_id, currency, name, named_at, ...sums]) => ({
    product_id,
    currency,
    name,
    named_at,
    sums: readSums(sums),
  }));
