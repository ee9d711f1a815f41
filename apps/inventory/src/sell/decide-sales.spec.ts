import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Decisions, decideSales, type SaleDecision } from './decide-sales.js';
import type { ProductRow, RecordedSale, SaleRequest } from './sale.js';

const NOW = '2024-07-12T09:26:53.589Z';
const RUNS = { numRuns: 300 };

const product = (id: number) =>
  fc.record<ProductRow>({
    id: fc.constant(id),
    name: fc.constant(`Product ${id}`),
    price_cents: fc.constantFrom(0, 1, 2_999, 2 ** 52),
    currency: fc.constant('USD'),
    stock: fc.integer({ min: 0, max: 12 }),
    version: fc.integer({ min: 1, max: 9 }),
  });
const products = fc.tuple(product(1), product(2), product(3));

/** Few values of each field, so that order_ids collide, bodies differ and products run out all the time. */
const request = fc.record<SaleRequest>({
  product_id: fc.integer({ min: 1, max: 4 }),
  quantity: fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 1, max: 5 }) }, fc.constant(2_147_483_647)),
  order_id: fc.integer({ min: 1, max: 15 }).map((n) => `ORD-${n}`),
  customer_email: fc.constantFrom(null, null, 'a@example.com', 'b@example.com'),
});
const requests = fc.array(request, { maxLength: 30 });

/** What a request must come to. */
type Expected = { sold: RecordedSale } | { replayed: RecordedSale } | { refused: string; available?: number };

/**
 * The specification of selling, for the tests: one request after the other on plain records, nothing shared with the
 * implementation.
 */
class OneAtATimeShop {
  readonly sales: RecordedSale[] = [];
  readonly products: ProductRow[];
  private ids = 0;

  constructor(products: readonly ProductRow[]) {
    this.products = products.map((product) => ({ ...product }));
  }

  newSaleId = (): string => `sale-${this.ids++}`;

  sell(request: SaleRequest, occurredAt: string): Expected {
    for (const sale of this.sales) {
      if (sale.order_id !== request.order_id) continue;
      const body = [sale.product_id, sale.quantity, sale.customer_email];
      const same =
        JSON.stringify(body) === JSON.stringify([request.product_id, request.quantity, request.customer_email]);
      return same ? { replayed: sale } : { refused: 'order-id-reused' };
    }
    const product = this.products.find(({ id }) => id === request.product_id);
    if (product === undefined) return { refused: 'product-not-found' };
    if (request.quantity > product.stock) return { refused: 'insufficient-stock', available: product.stock };
    if (BigInt(product.price_cents) * BigInt(request.quantity) > 9007199254740991n) return { refused: 'validation' };
    product.stock -= request.quantity;
    product.version += 1;
    const sale: RecordedSale = {
      sale_id: this.newSaleId(),
      order_id: request.order_id,
      product_id: product.id,
      product_name: product.name,
      quantity: request.quantity,
      unit_price_cents: product.price_cents,
      total_cents: product.price_cents * request.quantity,
      currency: product.currency,
      stock_after: product.stock,
      product_version: product.version,
      customer_email: request.customer_email,
      occurred_at: occurredAt,
    };
    this.sales.push(sale);
    return { sold: sale };
  }
}

/** A shop that `decideSales` runs: each call of `sell` is a batch on what the earlier batches left. */
class BatchShop {
  readonly products: Map<number, ProductRow>;
  readonly sales = new Map<string, RecordedSale>();
  private ids = 0;

  constructor(products: readonly ProductRow[]) {
    this.products = new Map(products.map((row) => [row.id, row]));
  }

  sell(batch: readonly SaleRequest[]): Decisions {
    const newSaleId = () => `sale-${this.ids++}`;
    const decisions = decideSales(batch, { ...this, occurredAt: NOW, newSaleId });
    for (const row of decisions.products) this.products.set(row.id, row);
    for (const { sale } of decisions.recorded) this.sales.set(sale.order_id, sale);
    return decisions;
  }
}

const asExpected = (outcome: SaleDecision): Expected => {
  if (outcome.ok) return outcome.replayed ? { replayed: outcome.sale } : { sold: outcome.sale };
  const { failure: refused, available } = outcome;
  return available === undefined ? { refused } : { refused, available };
};
const units = (rows: Iterable<ProductRow>) => [...rows].reduce((sum, { stock }) => sum + stock, 0);

describe('decideSales sells a batch as if its requests came one after the other', () => {
  it('gives every request the outcome of the one-at-a-time model, and leaves the same shop', () => {
    fc.assert(
      fc.property(products, fc.array(requests, { minLength: 1, maxLength: 4 }), (stock, batches) => {
        const shop = new BatchShop(stock);
        const model = new OneAtATimeShop(stock);
        for (const batch of batches) {
          const expected = batch.map((one) => model.sell(one, NOW));
          expect(shop.sell(batch).outcomes.map(asExpected)).toEqual(expected);
        }
        expect([...shop.products.values()]).toEqual(model.products);
        expect([...shop.sales.values()]).toEqual(model.sales);
      }),
      RUNS,
    );
  });

  it('conserves the stock: what is gone was sold, and nothing goes below zero', () => {
    fc.assert(
      fc.property(products, requests, (stock, batch) => {
        const shop = new BatchShop(stock);
        const { recorded } = shop.sell(batch);
        const sold = recorded.reduce((sum, { sale }) => sum + sale.quantity, 0);
        expect(units(shop.products.values())).toBe(units(stock) - sold);
        for (const row of shop.products.values()) expect(row.stock).toBeGreaterThanOrEqual(0);
      }),
      RUNS,
    );
  });

  it('records an order_id at most once, for the first request that can be sold', () => {
    fc.assert(
      fc.property(products, requests, (stock, batch) => {
        const { recorded, outcomes } = new BatchShop(stock).sell(batch);
        const orderIds = recorded.map(({ sale }) => sale.order_id);
        expect(new Set(orderIds).size).toBe(orderIds.length);
        for (const { index, sale } of recorded) expect(outcomes[index]).toEqual({ ok: true, replayed: false, sale });
      }),
      RUNS,
    );
  });

  it('decides the same however the requests are cut into batches', () => {
    fc.assert(
      fc.property(products, requests, fc.nat(30), (stock, batch, cut) => {
        const whole = new BatchShop(stock).sell(batch).outcomes;
        const parts = new BatchShop(stock);
        expect([...parts.sell(batch.slice(0, cut)).outcomes, ...parts.sell(batch.slice(cut)).outcomes]).toEqual(whole);
      }),
      RUNS,
    );
  });

  it('is not changed by requests that are refused', () => {
    fc.assert(
      fc.property(products, requests, (stock, batch) => {
        const { outcomes, products: left, recorded } = new BatchShop(stock).sell(batch);
        const accepted = batch.filter((_, index) => outcomes[index]?.ok);
        const again = new BatchShop(stock).sell(accepted);
        expect(again.products).toEqual(left);
        expect(again.recorded.map(({ sale }) => sale)).toEqual(recorded.map(({ sale }) => sale));
      }),
      RUNS,
    );
  });

  it('sells the same in any order while there is enough for all', () => {
    const distinct = fc.uniqueArray(request, { maxLength: 12, selector: ({ order_id }) => order_id });
    fc.assert(
      fc.property(
        distinct.chain((batch) =>
          fc.tuple(fc.constant(batch), fc.shuffledSubarray(batch, { minLength: batch.length })),
        ),
        ([batch, shuffled]) => {
          const plenty = [1, 2, 3].map((id) => ({
            id,
            name: 'x',
            price_cents: 1,
            currency: 'USD',
            stock: 2 ** 40,
            version: 1,
          }));
          const [one, other] = [new BatchShop(plenty), new BatchShop(plenty)];
          one.sell(batch);
          other.sell(shuffled);
          expect(new Set(other.sales.keys())).toEqual(new Set(one.sales.keys()));
          expect([...other.products]).toEqual([...one.products]);
        },
      ),
      RUNS,
    );
  });
});

describe('D7: zero and false are values', () => {
  it('says stock_after 0 when the last unit is sold, and replayed false', () => {
    const last = { id: 1, name: 'Laptop', price_cents: 0, currency: 'USD', stock: 1, version: 1 };
    const { outcomes } = new BatchShop([last]).sell([
      { product_id: 1, quantity: 1, order_id: 'LAST', customer_email: null },
      { product_id: 1, quantity: 1, order_id: 'TOO-LATE', customer_email: null },
    ]);
    expect(outcomes[0]).toMatchObject({ ok: true, replayed: false, sale: { stock_after: 0, total_cents: 0 } });
    expect(outcomes[1]).toMatchObject({ ok: false, failure: 'insufficient-stock', available: 0 });
  });
});
