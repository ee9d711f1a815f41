import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { OneAtATimeShop, type Step, saleOf, summaryOf } from '../../test/one-at-a-time-shop.js';
import { decideChange } from '../stock/decide-change.js';
import { type Decisions, decideStock } from './decide-stock.js';
import type { ProductRow } from './product.js';
import type { KnownOrder, Situation } from './situation.js';
import type { Decision, StockItem } from './stock-item.js';

const NOW = '2024-07-12T09:26:53.589Z';
const RUNS = { numRuns: 10_000 };
const FEW_RUNS = { numRuns: 500 };

const product = (id: number, currency = 'USD') =>
  fc.record<ProductRow>({
    id: fc.constant(id),
    name: fc.constant(`Product ${id}`),
    price_cents: fc.constantFrom(0, 1, 2_999, 2 ** 52),
    currency: fc.constant(currency),
    stock: fc.integer({ min: 0, max: 12 }),
    reserved: fc.constant(0),
    version: fc.integer({ min: 1, max: 9 }),
    archived: fc.constant(false),
    low_stock_threshold: fc.constantFrom(null, 0, 2, 5),
    is_low: fc.constant(false),
  });
const products = fc.tuple(product(1), product(2), product(3, 'EUR'));

/** Jest's own comparison, for its message, only where there is something to say: it costs more than the decision. */
const expectSame = (actual: unknown, expected: unknown) => {
  if (!isDeepStrictEqual(actual, expected)) expect(actual).toEqual(expected);
};

/** Few values of each field, so that ids collide, bodies differ and products run out all the time. */
const quantity = fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 1, max: 5 }) }, fc.constant(2_147_483_647));
const order_id = fc
  .oneof({ weight: 3, arbitrary: fc.constant(1) }, fc.integer({ min: 2, max: 6 }))
  .map((n) => `ORD-${n}`);
const product_id = fc.oneof({ weight: 9, arbitrary: fc.constantFrom(1, 1, 2) }, fc.constantFrom(3, 4));
const customer_email = fc.constantFrom(null, null, null, 'a@example.com');
const attempt = fc.oneof({ weight: 4, arbitrary: fc.constant(1) }, fc.constantFrom(2, 3));
const anyBasket = fc.uniqueArray(fc.record({ product_id, quantity: fc.integer({ min: 1, max: 3 }) }), {
  minLength: 1,
  maxLength: 2,
  selector: (line) => line.product_id,
});
/** Mostly the one that this order_id always has, so that it is repeated and reopened; now and then another. */
const basketOf = (orderId: string) => {
  const own = [1, 2].slice(0, 1 + (Number(orderId.slice(4)) % 2)).map((id) => ({ product_id: id, quantity: 1 }));
  return fc.oneof({ weight: 5, arbitrary: fc.constant(own) }, anyBasket);
};
const reservation = order_id.chain((id) =>
  fc.record({
    order_id: fc.constant(id),
    lines: basketOf(id),
    ttl_seconds: fc.constantFrom(10, 300),
    expected_total_cents: fc.constantFrom(null, null, null, 1, 2_999),
    again: fc.boolean(),
    customer_email: fc.constantFrom(null, null, null, null, null, 'a@example.com'),
  }),
);

const asked = fc.oneof<fc.Arbitrary<StockItem>[]>(
  fc.record({ product_id, quantity, order_id, customer_email }).map((request) => ({ kind: 'sale', request })),
  reservation.map((request) => ({ kind: 'reserve', request })),
  fc.record({ order_id, attempt }).map((request) => ({ kind: 'confirm', request })),
  fc.record({ order_id, attempt, reason: fc.constant('cancelled') }).map((request) => ({ kind: 'release', request })),
  fc.record({ order_id, attempt }).map((request) => ({ kind: 'expire', request })),
  fc
    .record({
      return_id: fc.integer({ min: 1, max: 4 }).map((n) => `RET-${n}`),
      order_id,
      lines: fc.uniqueArray(fc.record({ line: fc.integer({ min: 1, max: 3 }), quantity: fc.constantFrom(1, 1, 2) }), {
        minLength: 1,
        maxLength: 2,
        selector: ({ line }) => line,
      }),
    })
    .map((request) => ({ kind: 'return', request })),
);

/** Between batches time passes (`late`: what is pending becomes due) and deliveries and corrections are made. */
const between = fc.record({
  late: fc.boolean(),
  change: fc.option(fc.record({ product_id: fc.constantFrom(1, 2), quantity: fc.constantFrom(-3, -1, 1, 4) }), {
    nil: undefined,
  }),
});
const batches = fc.array(fc.tuple(fc.array(asked, { maxLength: 14 }), between), { minLength: 1, maxLength: 4 });

/** A shop that `decideStock` runs: each batch is decided on what the earlier ones left. */
class BatchShop {
  readonly products: Map<number, ProductRow>;
  readonly orders = new Map<string, KnownOrder>();
  readonly returns = new Map<string, never[]>();
  private ids = 0;
  private changes = 0;

  constructor(rows: readonly ProductRow[]) {
    this.products = new Map(rows.map((row) => [row.id, row]));
  }

  /** A deep copy, as a read from tables is. */
  run(batch: readonly StockItem[], isLate: boolean): Decisions {
    const orders = new Map([...this.orders].map(([id, known]) => [id, structuredClone(known)]));
    if (isLate) for (const known of orders.values()) if (known.kind === 'reservation') known.due = true;
    const newId = () => `id-${this.ids++}`;
    const situation: Situation = {
      products: new Map(this.products),
      orders,
      returns: new Map(this.returns),
      occurredAt: NOW,
      databaseNow: Date.parse(NOW),
      newId,
    };
    const decisions = decideStock(batch, situation);
    this.write(decisions);
    return decisions;
  }

  /** Or, with fewer than nothing, a correction. */
  change(product_id: number, quantity: number): void {
    const request = { id: `R-${this.changes++}`, product_id, quantity };
    const decision = decideChange(request, undefined, this.products.get(product_id), 'restock-id-reused');
    if (!decision.ok || !decision.product) return;
    this.products.set(product_id, { ...(this.products.get(product_id) as ProductRow), ...decision.product });
  }

  /** What the tables would hold, as far as the decisions say. */
  private write({ outcomes, products, reservations, lines }: Decisions): void {
    for (const row of products) this.products.set(row.id, row);
    for (const reservation of reservations) {
      const before = this.orders.get(reservation.order_id);
      const stored = before?.kind === 'reservation' ? before.reservation.lines : [];
      const own = lines.filter((line) => line.order_id === reservation.order_id);
      const written = own.length > 0 ? own.map(({ order_id: _, ...line }) => line) : stored;
      const sales = before?.kind === 'reservation' ? before.sales : [];
      this.orders.set(reservation.order_id, {
        kind: 'reservation',
        reservation: { ...reservation, lines: written },
        due: false,
        sales,
      });
    }
    for (const outcome of outcomes)
      if (outcome.ok && 'replayed' in outcome && !outcome.replayed) this.writeRows(outcome);
  }

  private writeRows(outcome: Extract<Decision, { replayed: boolean }>): void {
    if ('sale' in outcome) this.orders.set(outcome.sale.order_id, { kind: 'sale', sale: outcome.sale });
    if ('sales' in outcome) {
      const known = this.orders.get(outcome.reservation.order_id);
      if (known?.kind === 'reservation') known.sales.push(...outcome.sales);
    }
    if ('returns' in outcome) {
      const [first] = outcome.returns;
      if (first) this.returns.set(first.return_id, outcome.returns as never[]);
    }
  }
}

const stepsOf = (all: [StockItem[], { late: boolean; change: Step['change'] }][]): Step[] =>
  all.map(([items, { late, change }]) => ({ items, late, change }));

function runBatches(stock: ProductRow[], steps: Step[]) {
  const shop = new BatchShop(stock);
  const outcomes = steps.map(({ items, late, change }) => {
    if (change) shop.change(change.product_id, change.quantity);
    return shop.run(items, late).outcomes;
  });
  const salesOf = (orderId: string) => {
    const known = shop.orders.get(orderId);
    return known?.kind === 'reservation' ? known.sales.map(saleOf) : [];
  };
  return { shop, outcomes: outcomes.map((batch) => batch.map((outcome) => summaryOf(outcome, salesOf))) };
}

const reservedOf = (shop: BatchShop, id: number) =>
  [...shop.orders.values()]
    .flatMap((known) =>
      known.kind === 'reservation' && known.reservation.state === 'pending' ? known.reservation.lines : [],
    )
    .reduce((sum, line) => sum + (line.product_id === id ? line.quantity : 0), 0);

describe('decideStock decides a batch as if its items came one after the other', () => {
  it('gives every item the outcome of the one-at-a-time model, and leaves the same shop', () => {
    fc.assert(
      fc.property(products, batches, (stock, all) => {
        const steps = stepsOf(all);
        const model = new OneAtATimeShop(stock);
        const expected = steps.map((step) => model.run(step));
        const { shop, outcomes } = runBatches(stock, steps);
        expectSame(outcomes, expected);
        expectSame(
          [...shop.products.values()].map(({ id, stock, reserved, version }) => ({ id, stock, reserved, version })),
          model.products(),
        );
        for (const { id, reserved } of shop.products.values()) expectSame(reserved, reservedOf(shop, id));
      }),
      RUNS,
    );
  });

  it('never holds more than there is, and never holds or has less than nothing', () => {
    fc.assert(
      fc.property(products, batches, (stock, all) => {
        const { shop } = runBatches(stock, stepsOf(all));
        for (const { stock: units, reserved } of shop.products.values()) {
          expect(reserved).toBeGreaterThanOrEqual(0);
          expect(units).toBeGreaterThanOrEqual(reserved);
        }
      }),
      FEW_RUNS,
    );
  });

  it('decides the same however the items are cut into batches', () => {
    fc.assert(
      fc.property(
        products,
        fc.array(asked, { maxLength: 30 }),
        fc.array(fc.nat(30), { maxLength: 4 }),
        (stock, items, cuts) => {
          const bounds = [0, ...cuts.sort((a, b) => a - b), items.length];
          const steps = bounds
            .slice(1)
            .map((end, n) => ({ items: items.slice(bounds[n], end), late: false, change: undefined }));
          const whole = runBatches(stock, [{ items, late: false, change: undefined }]);
          const parts = runBatches(stock, steps);
          expect(parts.outcomes.flat()).toEqual(whole.outcomes.flat());
          expectSame(parts.shop.products, whole.shop.products);
          expectSame(parts.shop.orders, whole.shop.orders);
        },
      ),
      RUNS,
    );
  });

  it('is not changed by items that are refused', () => {
    fc.assert(
      fc.property(products, fc.array(asked, { maxLength: 30 }), (stock, items) => {
        const whole = new BatchShop(stock);
        const { outcomes } = whole.run(items, false);
        const again = new BatchShop(stock);
        again.run(
          items.filter((_, index) => outcomes[index]?.ok),
          false,
        );
        expectSame(again.products, whole.products);
        expectSame(again.orders, whole.orders);
      }),
      FEW_RUNS,
    );
  });
});

const laptop: ProductRow = {
  id: 1,
  name: 'Laptop',
  price_cents: 5,
  currency: 'USD',
  stock: 3,
  reserved: 0,
  version: 1,
  archived: false,
  low_stock_threshold: null,
  is_low: false,
};
const sale = (order_id: string): StockItem => ({
  kind: 'sale',
  request: { product_id: 1, quantity: 1, order_id, customer_email: null },
});

describe('an archived product', () => {
  const reserve = (order_id: string): StockItem => ({
    kind: 'reserve',
    request: {
      order_id,
      lines: [{ product_id: 1, quantity: 1 }],
      ttl_seconds: 300,
      expected_total_cents: null,
      again: false,
      customer_email: null,
    },
  });
  const archivedAfter = (...items: StockItem[]) => {
    const shop = new BatchShop([laptop]);
    shop.run(items, false);
    shop.products.set(1, { ...(shop.products.get(1) ?? laptop), archived: true, name: 'Old laptop', price_cents: 9 });
    return shop;
  };

  it('is neither sold nor reserved, and a sale from before is replayed', () => {
    const { outcomes } = archivedAfter(sale('EARLIER')).run(
      [sale('LATE'), reserve('LATE-ORDER'), sale('EARLIER')],
      false,
    );
    expect(outcomes[0]).toMatchObject({ ok: false, failure: 'product-archived' });
    expect(outcomes[1]).toMatchObject({ failure: 'product-archived', errors: [{ pointer: '/lines/0/product_id' }] });
    expect(outcomes[2]).toMatchObject({ ok: true, replayed: true });
  });

  it('is still confirmed when it was reserved before, under the name and at the price of then', () => {
    const shop = archivedAfter(reserve('HELD'));
    const { outcomes } = shop.run([{ kind: 'confirm', request: { order_id: 'HELD', attempt: 1 } }], false);
    expect(outcomes[0]).toMatchObject({ ok: true, sales: [{ product_name: 'Laptop', unit_price_cents: 5 }] });
    expect(shop.products.get(1)).toMatchObject({ stock: 2, reserved: 0 });
  });
});

describe('a product with a threshold', () => {
  const watched = { ...laptop, stock: 4, low_stock_threshold: 2 };

  it('falls once, whatever is sold after that, and the row says so', () => {
    const shop = new BatchShop([watched]);
    const first = shop.run([sale('A'), sale('B'), sale('C')], false);
    expect(first.falls).toEqual([{ event_id: expect.any(String), product: expect.objectContaining({ stock: 2 }) }]);
    expect(first.turned).toEqual([expect.objectContaining({ id: 1, is_low: true })]);
    const second = shop.run([sale('D')], false);
    expect([second.falls, second.turned]).toEqual([[], []]);
  });

  it('is left alone by what is refused', () => {
    const tooMany: StockItem = {
      kind: 'sale',
      request: { product_id: 1, quantity: 5, order_id: 'A', customer_email: null },
    };
    expect(new BatchShop([watched]).run([tooMany], false).falls).toEqual([]);
  });
});

describe('zero and false are values', () => {
  it('says stock_after 0 when the last unit is sold, and replayed false', () => {
    const { outcomes } = new BatchShop([{ ...laptop, price_cents: 0, stock: 1 }]).run(
      [sale('LAST'), sale('TOO-LATE')],
      false,
    );
    expect(outcomes[0]).toMatchObject({ ok: true, replayed: false, sale: { stock_after: 0, total_cents: 0 } });
    expect(outcomes[1]).toMatchObject({ ok: false, failure: 'insufficient-stock', available: 0 });
  });
});
