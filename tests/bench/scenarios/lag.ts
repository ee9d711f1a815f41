import type { Bench } from '../bench.ts';
import { runLoad } from '../load.ts';
import { atMost, type Row } from '../report.ts';
import { spread } from '../statistics.ts';

const RATE = 1_000;

/** From the commit of a sale to its document and its mail, at 1,000 sales a second, by the databases' own time stamps. */
export async function lag(bench: Bench): Promise<Row[]> {
  const { seconds, rounds } = bench.options;
  const products = await bench.shop.createProducts(1);
  const documents: number[] = [];
  const mails: number[] = [];
  let ledger: Row['ledger'] = 'not kept';
  for (let round = 0; round < rounds; round++) {
    const since = new Date();
    const options = { url: bench.shop.endpoints.gateway, connections: 64, seconds, products, rate: RATE };
    const run = await bench.withLedger('consuming', async () => bench.account(await runLoad(options)));
    if (ledger === 'not kept' || run.ledger !== 'right') ledger = run.ledger;
    documents.push(await documentLag(bench, since));
    mails.push(await mailLag(bench, since));
  }
  const row = { scenario: 'committed → known, at 1,000 sales/s', ledger };
  return [
    { ...row, measured: 'p99 to the document, ms', value: spread(documents), goal: atMost(250, ' ms') },
    { ...row, measured: 'p99 to the mail, ms', value: spread(mails), goal: atMost(200, ' ms') },
  ];
}

async function documentLag({ shop }: Bench, since: Date): Promise<number> {
  const sales = await shop.analytics
    .collection('sales_events')
    .find({ occurred_at: { $gte: since } }, { projection: { occurred_at: 1, recorded_at: 1 } })
    .toArray();
  return p99(sales.map((sale) => sale.recorded_at.getTime() - sale.occurred_at.getTime()));
}

async function mailLag({ shop }: Bench, since: Date): Promise<number> {
  const sales = await shop.inventory.query<{ sale_id: string; occurred_at: Date }>(
    'SELECT sale_id, occurred_at FROM sales WHERE occurred_at >= $1',
    [since],
  );
  const soldAt = new Map(sales.rows.map((sale) => [sale.sale_id, sale.occurred_at.getTime()]));
  const { rows } = await shop.notifications.query<{ event_id: string; sent_at: Date }>(
    "SELECT event_id, sent_at FROM notifications WHERE state = 'sent' AND sent_at >= $1",
    [since],
  );
  return p99(
    rows.flatMap((mail) =>
      soldAt.has(mail.event_id) ? [mail.sent_at.getTime() - (soldAt.get(mail.event_id) ?? 0)] : [],
    ),
  );
}

function p99(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length * 0.99)] ?? Number.NaN;
}
