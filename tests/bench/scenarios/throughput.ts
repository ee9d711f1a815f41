import { type Bench, salesPerSecond } from '../bench.ts';
import { runLoad } from '../load.ts';
import { atLeast, NO_GOAL, type Row } from '../report.ts';
import { interleave, ratio, spread } from '../statistics.ts';

export interface Throughput {
  name: string;
  connections: number;
  products: number;
  workers: 'stopped' | 'consuming';
  /** Goals: share of the bare framework (a), multiple of the textbook path (b). */
  ofBare: number;
  timesTextbook?: number;
}

/** Sales a second of the whole system against the bare framework (a) and the textbook path (b), in turn. */
export async function throughput(
  bench: Bench,
  { name, connections, products: count, workers, ofBare, timesTextbook }: Throughput,
): Promise<Row[]> {
  const { seconds, rounds } = bench.options;
  const products = await bench.shop.createProducts(count);
  const textbookProducts = Array.from({ length: count }, (_, index) => index + 1);
  const load = (url: string, ids: number[], checked = true) =>
    runLoad({ url, connections, seconds, products: ids, checked });

  const contenders: Record<string, () => Promise<number>> = {
    bare: async () => salesPerSecond(await load(bench.bare.url, products, false)),
    ours: async () => salesPerSecond(bench.account(await load(bench.shop.endpoints.gateway, products))),
  };
  if (timesTextbook) contenders.textbook = async () => salesPerSecond(await load(bench.textbook.url, textbookProducts));

  const { value, ledger } = await bench.withLedger(workers, () => interleave(rounds, contenders));
  const { bare = [], ours = [], textbook } = value;
  const rows: Row[] = [
    { scenario: name, measured: 'ours / (a) bare framework', value: ratio(ours, bare), goal: atLeast(ofBare), ledger },
    { scenario: name, measured: 'ours, sales/s', value: spread(ours), goal: NO_GOAL, ledger },
  ];
  if (timesTextbook && textbook) {
    rows.push({
      scenario: name,
      measured: 'ours / (b) textbook',
      value: ratio(ours, textbook),
      goal: atLeast(timesTextbook),
      ledger,
    });
  }
  return rows;
}
