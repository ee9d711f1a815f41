import { type Bench, salesPerSecond } from '../bench.ts';
import { runLoad } from '../load.ts';
import { atLeast, type Row } from '../report.ts';
import { ratio } from '../statistics.ts';

const HISTORY = 10_000_000;
const CHUNK = 500_000;

/** Ten million old sales in the tables against almost none. Not interleaved: the tables grow once, between the two halves. */
export async function history(bench: Bench): Promise<Row[]> {
  const { seconds, rounds } = bench.options;
  const products = await bench.shop.createProducts(1);
  const half = async () => {
    const values: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const load = await runLoad({ url: bench.shop.endpoints.gateway, connections: 64, seconds, products });
      values.push(salesPerSecond(bench.account(load)));
    }
    return values;
  };
  const few = await bench.withLedger('stopped', half);
  await grow(bench);
  const many = await bench.withLedger('stopped', half);
  const ledger = few.ledger === 'right' ? many.ledger : few.ledger;
  return [
    {
      scenario: 'history: 10^7 sales against few',
      measured: 'sales/s, many / few',
      value: ratio(many.value, few.value),
      goal: atLeast(0.95),
      ledger,
    },
  ];
}

async function grow({ shop, say }: Bench): Promise<void> {
  const [product] = await shop.createProducts(1);
  for (let done = 0; done < HISTORY; done += CHUNK) {
    await shop.inventory.query(
      `INSERT INTO sales (order_id, sale_id, product_id, product_name, quantity, unit_price_cents, total_cents, currency,
                          stock_after, product_version, occurred_at)
       SELECT 'old-' || md5(n::text), md5('sale' || n)::uuid, $3, 'Bench Product', 1, 149900, 149900, 'USD', 1, n, now() - interval '1 day'
       FROM generate_series($1::int, $2::int) n`,
      [done + 1, done + CHUNK, product],
    );
    say(`  ${((done + CHUNK) / 1e6).toFixed(1)} of 10 million old sales`);
  }
  await shop.inventory.query('UPDATE products SET stock = stock - $2 WHERE id = $1', [product, HISTORY]);
}
