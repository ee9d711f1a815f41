import { type Account, Books, type Counts } from './books.pg.js';
import { documentIds } from './documents.mongo.js';
import { compareIds, type Ids } from './merge-ids.js';

/** Where to read. Only inventory's database is needed. */
export interface Sources {
  inventory: string;
  analytics: string | undefined;
  notifications: string | undefined;
  /** Nothing is under way any more: every sale must have arrived everywhere. Otherwise the last minute is left out. */
  settled: boolean;
}

/** One consumer's books against the sales. */
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
}

const UNDER_WAY_MS = 60_000;
const AFTER_ALL = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

export async function verify({ inventory, analytics, notifications, settled }: Sources): Promise<Report> {
  const upTo = settled ? AFTER_ALL : uuidOf(Date.now() - UNDER_WAY_MS);
  const books = new Books(inventory, upTo);
  const mailBooks = notifications ? new Books(notifications, upTo) : undefined;
  try {
    const accounts = await books.accounts();
    const counts = await books.counts();
    const documents = analytics ? await station(books, () => documentIds(analytics, upTo)) : undefined;
    const mails = mailBooks && (await station(books, mailBooks.mailIds));
    const faults = [
      ...accounts.filter(({ stock, expected }) => stock !== expected).map(wrongAccount),
      ...countFaults(counts),
      ...stationFaults('analytics document', documents, settled),
      ...stationFaults('notification', mails, settled),
    ];
    return { ok: faults.length === 0, faults, accounts, counts, documents, mails };
  } finally {
    await Promise.all([books.close(), mailBooks?.close()]);
  }
}

async function station(books: Books, arrivals: () => Ids): Promise<Station> {
  const { onlyLeft: missing, examples } = await compareIds(books.publishedSaleIds(), arrivals());
  const all = await compareIds(books.saleIds(), arrivals());
  const { onlyRight: invented, examples: invention } = all;
  return { missing, missingExamples: examples.left, invented, inventedExamples: invention.right };
}

const wrongAccount = ({ product_id, name, expected, stock }: Account) =>
  `product ${product_id} (${name}) should have ${expected} in stock and has ${stock}`;

function countFaults({ events_without_sale, sales_without_product }: Counts): string[] {
  return [
    ...(events_without_sale > 0 ? [`${events_without_sale} outbox rows have no sale`] : []),
    ...(sales_without_product > 0 ? [`${sales_without_product} sales have no product`] : []),
  ];
}

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
