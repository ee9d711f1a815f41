import { setTimeout as delay } from 'node:timers/promises';
import type { Db } from 'mongodb';
import type { Pool } from 'pg';
import { unitsTaken } from '../../apps/inventory/src/stock/accounts.pg.ts';

/** What one measured run must leave behind: the same number everywhere. */
export interface Ledger {
  sales: number;
  stockTaken: number;
  documents: number;
  mails: number;
  mailsDue: number;
  outbox: number;
}

/** The ledger, with or without the documents. */
type Counted = Omit<Ledger, 'documents'> & { documents: number | undefined };

export interface LedgerSources {
  inventory: Pool;
  notifications: Pool;
  analytics: Db;
}

/** Reads the whole ledger now. */
export async function readLedger(sources: LedgerSources): Promise<Ledger> {
  const [counted, documents] = await Promise.all([readAllButDocuments(sources), countDocuments(sources)]);
  return { ...counted, documents };
}

/** The part that is cheap to read. */
async function readAllButDocuments({ inventory, notifications }: LedgerSources): Promise<Omit<Ledger, 'documents'>> {
  const [sales, stockTaken, outbox, mails, mailsDue] = await Promise.all([
    count(inventory, 'SELECT count(*) AS n FROM sales'),
    unitsTaken(inventory),
    count(inventory, 'SELECT count(*) AS n FROM outbox'),
    count(notifications, "SELECT count(*) AS n FROM notifications WHERE state = 'sent'"),
    // The lines of an order have one mail together.
    count(inventory, 'SELECT count(*) AS n FROM sales WHERE line <= 1'),
  ]);
  return { sales, stockTaken, outbox, mails, mailsDue };
}

const countDocuments = ({ analytics }: LedgerSources) => analytics.collection('sales_events').countDocuments();

async function count(pool: Pool, sql: string): Promise<number> {
  const { rows } = await pool.query<{ n: string }>(sql);
  return Number(rows[0]?.n);
}

/**
 * Waits until everything that was sold has arrived everywhere and nothing is on its way.
 * @returns what differs, or undefined when the ledger is right
 */
export async function balance(
  sources: LedgerSources,
  before: Ledger,
  accepted: number,
  timeoutMs = 300_000,
): Promise<string | undefined> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const difference =
      compare(before, { ...(await readAllButDocuments(sources)), documents: undefined }, accepted) ??
      compare(before, await readLedger(sources), accepted);
    if (difference === undefined || Date.now() > deadline) return difference;
    await delay(500);
  }
}

// An answer may be lost on its way when the load stops, the sale is there all the same: at most one for each connection.
// Documents are compared last, when all else is right: counting them may cost more than storing them.
function compare(before: Ledger, now: Counted, accepted: number): string | undefined {
  const grown = (key: Exclude<keyof Ledger, 'documents'>) => now[key] - before[key];
  const documents = now.documents === undefined ? undefined : now.documents - before.documents;
  const sales = grown('sales');
  const problems = [
    sales < accepted && `${accepted} accepted but ${sales} sales`,
    grown('stockTaken') !== sales && `${grown('stockTaken')} units taken but ${sales} sold`,
    documents !== undefined && documents !== sales && `${documents} documents for ${sales} sales`,
    grown('mails') !== grown('mailsDue') && `${grown('mails')} mails, ${grown('mailsDue')} are due`,
    now.outbox !== 0 && `${now.outbox} events still in the outbox`,
  ].filter(Boolean);
  return problems.length ? problems.join(', ') : undefined;
}
