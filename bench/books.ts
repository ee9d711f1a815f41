import { setTimeout as delay } from 'node:timers/promises';
import type { Db } from 'mongodb';
import type { Pool } from 'pg';

/** What one measured run must leave behind: the same number everywhere. */
export interface Books {
  sales: number;
  stockTaken: number;
  documents: number;
  mails: number;
  outbox: number;
}

export interface BookSources {
  inventory: Pool;
  notifications: Pool;
  analytics: Db;
}

/** Reads all books now. */
export async function readBooks({ inventory, notifications, analytics }: BookSources): Promise<Books> {
  const [sales, stock, outbox, mails, documents] = await Promise.all([
    count(inventory, 'SELECT count(*) AS n FROM sales'),
    count(
      inventory,
      `SELECT coalesce(sum(p.initial_stock - p.stock), 0)
                        + coalesce((SELECT sum(quantity) FROM restocks), 0) AS n FROM products p`,
    ),
    count(inventory, 'SELECT count(*) AS n FROM outbox'),
    count(notifications, "SELECT count(*) AS n FROM notifications WHERE state = 'sent'"),
    analytics.collection('sales_events').countDocuments(),
  ]);
  return { sales, stockTaken: stock, outbox, mails, documents };
}

async function count(pool: Pool, sql: string): Promise<number> {
  const { rows } = await pool.query<{ n: string }>(sql);
  return Number(rows[0]?.n);
}

/**
 * Waits until everything that was sold has arrived everywhere and nothing is on its way.
 * @returns what differs, or undefined when the books are right
 */
export async function balance(
  sources: BookSources,
  before: Books,
  accepted: number,
  timeoutMs = 300_000,
): Promise<string | undefined> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const difference = compare(before, await readBooks(sources), accepted);
    if (difference === undefined || Date.now() > deadline) return difference;
    await delay(500);
  }
}

// An answer may be lost on its way when the load stops, the sale is there all the same: at most one for each connection.
function compare(before: Books, now: Books, accepted: number): string | undefined {
  const grown = (key: keyof Books) => now[key] - before[key];
  const sales = grown('sales');
  const problems = [
    sales < accepted && `${accepted} accepted but ${sales} sales`,
    grown('stockTaken') !== sales && `${grown('stockTaken')} units taken but ${sales} sold`,
    grown('documents') !== sales && `${grown('documents')} documents for ${sales} sales`,
    grown('mails') !== sales && `${grown('mails')} mails for ${sales} sales`,
    now.outbox !== 0 && `${now.outbox} events still in the outbox`,
  ].filter(Boolean);
  return problems.length ? problems.join(', ') : undefined;
}
