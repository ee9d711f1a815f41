import { NOTHING, plus, readSums, type StoredSums, type Sums, storedSums } from './sums.js';

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
  private readonly products = new Map<string, ProductFigures>();

  add(one: ProductFigures): void {
    const key = `${one.product_id} ${one.currency}`;
    const known = this.products.get(key);
    this.products.set(key, known ? merge(known, one) : one);
  }

  addAll(others: Iterable<ProductFigures>): this {
    for (const one of others) this.add(one);
    return this;
  }

  /** By product and currency. */
  list(): ProductFigures[] {
    return [...this.products.values()].sort((a, b) => a.product_id - b.product_id || byText(a.currency, b.currency));
  }
}

function merge(a: ProductFigures, b: ProductFigures): ProductFigures {
  const { name, named_at } = later(a, b);
  return { product_id: a.product_id, currency: a.currency, name, named_at, sums: plus(a.sums, b.sums) };
}

/** Of two names given at the same moment the greater one: the order of reading must not matter. */
const later = (a: ProductFigures, b: ProductFigures) =>
  a.named_at > b.named_at || (a.named_at === b.named_at && a.name > b.name) ? a : b;

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
