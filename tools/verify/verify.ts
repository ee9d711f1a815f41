import { type Account, faultsOf } from '../../apps/inventory/src/stock/accounts.pg.js';
import { documentIds, droppedBefore } from './documents.mongo.js';
import { compareFigures, type FiguresReport, readFigures } from './figures.mongo.js';
import { readLedger } from './ledger.http.js';
import { type Counts, Ledger } from './ledger.pg.js';
import { compareIds, type Ids } from './merge-ids.js';
import { type OrderReport, verifyOrders } from './orders.pg.js';

/** Where to read. Only inventory's database is needed. */
export interface Sources {
  inventory: string;
  analytics: string | undefined;
  notifications: string | undefined;
  orders?: string | undefined;
  /** The payment simulator, for its ledger. */
  payments?: string | undefined;
  /** Nothing is under way any more: every sale must have arrived everywhere. Otherwise the last minute is left out. */
  settled: boolean;
}

/** One consumer's ledger against the sales. */
export interface Station {
  /** Sales whose event the broker has confirmed and that have not arrived: late, in a queue, dead-lettered or lost. */
  missing: number;
  missingExamples: string[];
  /** What arrived without a sale. */
  invented: number;
  inventedExamples: string[];
}

/** What was found. `faults` is empty when everything adds up, a sentence each otherwise. */
export interface Report {
  ok: boolean;
  faults: string[];
  accounts: Account[];
  counts: Counts;
  documents: Station | undefined;
  mails: Station | undefined;
  orders: OrderReport | undefined;
  figures: FiguresReport | undefined;
}

const UNDER_WAY_MS = 60_000;
const AFTER_ALL = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

export async function verify({
  inventory,
  analytics,
  notifications,
  orders,
  payments,
  settled,
}: Sources): Promise<Report> {
  const upTo = settled ? AFTER_ALL : uuidOf(Date.now() - UNDER_WAY_MS);
  const ledger = new Ledger(inventory, upTo);
  const mailLedger = notifications ? new Ledger(notifications, upTo) : undefined;
  try {
    const accounts = await ledger.accounts();
    const counts = await ledger.counts();
    const { simpleSaleIds, publishedSimpleSaleIds } = ledger;
    const documents = analytics ? await documentStation(ledger, analytics, upTo) : undefined;
    const figures = analytics ? compareFigures(await readFigures(analytics), await ledger.sold()) : undefined;
    const mails =
      mailLedger && (await station(simpleSaleIds, publishedSimpleSaleIds, () => mailLedger.mailIds(ledger)));
    const paid = orders && payments ? await readLedger(payments) : undefined;
    const baskets = orders ? await verifyOrders({ orders, inventory }, paid, settled) : undefined;
    const faults = [
      ...(baskets?.faults ?? []),
      ...accounts.flatMap(faultsOf),
      ...countFaults(counts),
      ...stationFaults('analytics document', documents, settled),
      ...stationFaults('notification', mails, settled),
      ...figureFaults(figures, settled && documents?.missing === 0 && counts.events_waiting === 0),
    ];
    return { ok: faults.length === 0, faults, accounts, counts, documents, mails, orders: baskets, figures };
  } finally {
    await Promise.all([ledger.close(), mailLedger?.close()]);
  }
}

/** Figures that are behind are a fault of their own only where every sale has its document. */
const figureFaults = (figures: FiguresReport | undefined, complete: boolean): string[] =>
  figures ? [...figures.ahead, ...(complete ? figures.behind : [])] : [];

/** Documents that were dropped because of their age are not missed. */
async function documentStation(ledger: Ledger, uri: string, upTo: string): Promise<Station> {
  const from = uuidOf(await droppedBefore(uri));
  return station(
    () => ledger.saleIds(from),
    () => ledger.publishedSaleIds(from),
    () => documentIds(uri, from, upTo),
  );
}

async function station(sales: () => Ids, published: () => Ids, arrivals: () => Ids): Promise<Station> {
  const { onlyLeft: missing, examples } = await compareIds(published(), arrivals());
  const { onlyRight: invented, examples: invention } = await compareIds(sales(), arrivals());
  return { missing, missingExamples: examples.left, invented, inventedExamples: invention.right };
}

const COUNT_FAULTS: [keyof Counts, string][] = [
  ['events_without_sale', 'outbox rows have no sale'],
  ['events_without_return', 'outbox rows have no return'],
  ['half_confirmed', 'reservations are confirmed without sales, or sold without confirmation'],
  ['sales_without_product', 'sales have no product'],
];

const countFaults = (counts: Counts): string[] =>
  COUNT_FAULTS.filter(([key]) => counts[key] > 0).map(([key, what]) => `${counts[key]} ${what}`);

function stationFaults(name: string, found: Station | undefined, settled: boolean): string[] {
  if (!found) return [];
  const { missing, missingExamples, invented, inventedExamples } = found;
  return [
    ...(invented > 0 ? [`${invented} ${name}(s) have no sale, for example ${inventedExamples.join(', ')}`] : []),
    ...(settled && missing > 0 ? [`${missing} sales have no ${name}, for example ${missingExamples.join(', ')}`] : []),
  ];
}

/** The first uuid v7 of a moment. */
function uuidOf(ms: number): string {
  const time = ms.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000000`;
}
