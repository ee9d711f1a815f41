import type { GetSalesRequest } from '@app/contracts';
import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FiguresModel } from '../../../test/figures-model.js';
import { QUARTER_MS, segmentOf } from '../periods.js';
import { project } from '../projector.js';
import type { RecordedEvent } from '../recorded-events.js';
import { NOTHING, plus, type Sums } from '../sums.js';
import { TimeZone } from '../time-zone.js';
import { periodsBetween, productsQuestion, readProducts } from './read-products.js';
import { readSales, type SalesItem } from './read-sales.js';
import { salesCursor, salesQuestion } from './sales-question.js';

const NOW = Date.parse('2024-11-20T00:00:00Z');
const FROM = Date.parse('2024-10-20T00:00:00Z');
const DAY = 86_400_000;

const events: RecordedEvent[] = fc.sample(
  fc.record({
    id: fc.uuid(),
    product_id: fc.integer({ min: 1, max: 20 }),
    currency: fc.constantFrom('USD', 'EUR'),
    name: fc.constant('Laptop'),
    at: fc.integer({ min: FROM - 3 * DAY, max: FROM + 25 * DAY }),
    kind: fc.constantFrom('sale' as const, 'sale' as const, 'refund' as const),
    quantity: fc.integer({ min: 1, max: 3 }),
    cents: fc.bigInt(1n, 500n),
  }),
  { numRuns: 400, seed: 11 },
);
const model = new FiguresModel();
const [known] = model.processes;

beforeAll(async () => {
  await model.consume([events]);
  await project(model, known, [...new Set(events.map(({ at }) => segmentOf(new Date(at))))]);
});

const request = (overrides: Partial<GetSalesRequest>): GetSalesRequest => ({
  from: '2024-10-25T00:00:00Z',
  to: '2024-10-30T00:00:00Z',
  by: 'day',
  ...overrides,
});

async function ask(asked: GetSalesRequest): Promise<{ items: SalesItem[]; more: boolean }> {
  const question = salesQuestion(asked, NOW);
  if (!question.ok) throw new Error(question.message);
  return readSales(known, question);
}

const sumsOf = (some: RecordedEvent[]): Sums =>
  some
    .map(({ kind, quantity, cents }) =>
      kind === 'sale'
        ? { sales: 1, units: quantity, refunds: 0, revenue: cents, refunded: 0n }
        : { sales: 0, units: 0, refunds: 1, revenue: 0n, refunded: cents },
    )
    .reduce(plus, NOTHING);

describe('sales by hour and day', () => {
  it('are what a fold of the events says, in any time zone, in pages of any size', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(
          'UTC',
          'Europe/Berlin',
          'America/New_York',
          'Asia/Kolkata',
          'Asia/Kathmandu',
          'Australia/Lord_Howe',
        ),
        fc.constantFrom('hour' as const, 'day' as const),
        fc.integer({ min: 0, max: 20 * 96 }),
        fc.integer({ min: 1, max: 400 }),
        fc.integer({ min: 1, max: 60 }),
        fc.option(fc.integer({ min: 1, max: 20 }), { nil: undefined }),
        async (time_zone, by, first, length, limit, product_id) => {
          const [from, to] = [FROM + first * QUARTER_MS, FROM + (first + length) * QUARTER_MS];
          const asked = request({
            from: new Date(from).toISOString(),
            to: new Date(to).toISOString(),
            by,
            time_zone,
            limit,
            ...(product_id !== undefined && { product_id }),
          });
          const items: SalesItem[] = [];
          for (let cursor: string | undefined; ; ) {
            const page = await ask({ ...asked, ...(cursor && { cursor }) });
            expect(page.items.length).toBeLessThanOrEqual(limit);
            items.push(...page.items);
            const last = page.items.at(-1);
            if (!page.more || !last) break;
            cursor = salesCursor(asked, last.bucket.start, last.currency);
          }
          const zone = TimeZone.of(time_zone) as TimeZone;
          expect(items[0]?.bucket.start).toBe(zone.startOf(by, from));
          expect(items.at(-1)?.bucket.end).toBeGreaterThanOrEqual(to);
          for (const [i, { bucket, currency, sums }] of items.entries()) {
            const of = events.filter(
              (one) =>
                one.currency === currency &&
                one.at >= bucket.start &&
                one.at < bucket.end &&
                (product_id === undefined || one.product_id === product_id),
            );
            expect(sums).toEqual(sumsOf(of));
            const before = items[i - 1];
            if (before) expect([before.bucket.start, before.bucket.end]).toContain(bucket.start);
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  it('have 25 hours on the day the clocks go back, compared with as many days before', async () => {
    const day = request({
      from: '2024-10-27T00:00:00+02:00',
      to: '2024-10-28T00:00:00+01:00',
      by: 'hour',
      time_zone: 'Europe/Berlin',
    });
    expect((await ask(day)).items).toHaveLength(2 * 25);
    const { items } = await ask({ ...day, by: 'day', compare: 'previous' });
    expect(items.map(({ previous }) => new Date(previous?.bucket.start ?? 0).toISOString())).toEqual(
      Array(2).fill('2024-10-25T22:00:00.000Z'),
    );
    expect(items[0]?.previous?.sums).toEqual(
      (await ask(request({ from: '2024-10-25T22:00:00Z', to: '2024-10-26T22:00:00Z', time_zone: 'Europe/Berlin' })))
        .items[0]?.sums,
    );
  });

  const cursor = salesCursor(request({}), FROM + 6 * DAY, 'USD');
  it.each<[Partial<GetSalesRequest>, string]>([
    [{ from: '2024-10-31T00:00:00Z' }, '/to'],
    [{ to: '2024-10-25T00:00:00Z' }, '/to'],
    [{ to: '2028-10-25T00:00:00Z' }, '/to'],
    [{ by: 'hour', to: '2025-02-25T00:00:00Z' }, '/to'],
    [{ from: '2024-11-21T00:00:00Z', to: '2024-11-22T00:00:00Z' }, '/from'],
    [{ from: '1999-12-31T23:59:59Z' }, '/from'],
    [{ from: 'yesterday' }, '/from'],
    [{ by: 'week' }, '/by'],
    [{ time_zone: 'Mars/Olympus' }, '/time_zone'],
    [{ time_zone: '+02:00' }, '/time_zone'],
    [{ limit: 0 }, '/limit'],
    [{ limit: 501 }, '/limit'],
    [{ product_id: 0 }, '/product_id'],
    [{ compare: 'next' }, '/compare'],
    [{ cursor: 'x' }, '/cursor'],
    [{ cursor, by: 'hour' }, '/cursor'],
    [{ cursor, product_id: 7 }, '/cursor'],
    [{ cursor: salesCursor(request({}), 8.64e15 + 1, 'USD') }, '/cursor'],
    [{ cursor: salesCursor(request({}), -8.64e15, 'USD') }, '/cursor'],
  ])('%j is refused: %s', (overrides, pointer) => {
    expect(salesQuestion(request(overrides), NOW)).toMatchObject({ failure: 'validation', errors: [{ pointer }] });
  });
});

describe('the best products', () => {
  it('are what a fold of the events says', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 20 * 96 }),
        fc.integer({ min: 1, max: 30 * 96 }),
        fc.constantFrom('units' as const, 'revenue' as const),
        async (first, length, sort) => {
          const [from, to] = [FROM + first * QUARTER_MS, FROM + (first + length) * QUARTER_MS];
          const asked = { from: new Date(from).toISOString(), to: new Date(to).toISOString(), sort, limit: 100 };
          const question = productsQuestion(asked, NOW);
          if (!question.ok) throw new Error(question.message);
          const found = await readProducts(known, question);
          const within = events.filter(({ at }) => at >= from && at < to);
          for (const { product_id, currency, sums } of found) {
            expect(sums).toEqual(
              sumsOf(within.filter((one) => one.product_id === product_id && one.currency === currency)),
            );
          }
          const sold = new Set(
            within.filter(({ kind }) => kind === 'sale').map((one) => `${one.product_id} ${one.currency}`),
          );
          expect(found).toHaveLength(sold.size);
          const keys = found.map(({ product_id, sums }) => [Number(sums[sort]), -product_id] as const);
          expect(keys).toEqual([...keys].sort(([a, x], [b, y]) => b - a || y - x));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('of a year are read from 12 months', () => {
    const [from, to] = [Date.parse('2024-01-01T00:00Z'), Date.parse('2025-01-01T00:00Z')];
    expect(periodsBetween(from, to)).toHaveLength(12);
    expect(periodsBetween(from + QUARTER_MS, to + QUARTER_MS)).toHaveLength(95 + 30 + 11 + 1);
  });

  it.each([
    [{ sort: 'name' }, '/sort'],
    [{ limit: -1 }, '/limit'],
    [{ to: '2024-10-01T00:00:00Z' }, '/to'],
  ])('%j is refused: %s', (overrides, pointer) => {
    const asked = { from: '2024-10-25T00:00:00Z', to: '2024-10-30T00:00:00Z', sort: 'units', ...overrides };
    expect(productsQuestion(asked, NOW)).toMatchObject({ failure: 'validation', errors: [{ pointer }] });
  });
});
