import { type Account, faultsOf } from '../../apps/inventory/src/stock/accounts.pg.js';
import type { Report, Station } from './verify.js';

const SHOWN = 20;

/** The report for people: accounts that are wrong first, then the numbers, then what is wrong in words. */
export function printReport({ ok, faults, accounts, counts, documents, mails, orders, figures }: Report): string {
  const wrong = accounts.filter((account) => faultsOf(account).length > 0);
  const right = accounts.filter((account) => faultsOf(account).length === 0);
  const shown = [...wrong, ...right].slice(0, SHOWN);
  const rest = accounts.length - shown.length;
  return [
    ...table(shown),
    ...(rest > 0 ? [`… and ${rest} more, ${Math.max(0, wrong.length - SHOWN)} of them wrong`] : []),
    '',
    `sales                      ${counts.sales}`,
    `events not yet confirmed   ${counts.events_waiting}`,
    `outbox rows without sale   ${counts.events_without_sale}`,
    `sales without event        ${documents?.missing ?? 'not compared (MONGODB_URI)'}`,
    `documents without sale     ${documents?.invented ?? 'not compared (MONGODB_URI)'}`,
    ...mailLines(mails),
    ...(orders ? [`orders                     ${orders.orders}, ${orders.under_way} under way`] : []),
    ...(figures
      ? [`figures behind the sales   ${figures.behind.length}`, `figures ahead of the sales ${figures.ahead.length}`]
      : []),
    '',
    ...(ok ? ['Everything adds up.'] : faults.map((fault) => `WRONG: ${fault}`)),
  ].join('\n');
}

function mailLines(mails: Station | undefined): string[] {
  if (!mails) return [];
  return [`sales without notification ${mails.missing}`, `notifications without sale ${mails.invented}`];
}

function table(accounts: Account[]): string[] {
  const head = [
    'product',
    'name',
    'initial',
    '+ restocked',
    '+ returned',
    '+ adjusted',
    '- sold',
    '= expected',
    'stock',
    'held',
    'reserved',
    '',
  ];
  const rows = accounts.map((account) => {
    const { product_id, name, initial, restocked, returned, adjusted, sold, expected, stock, held, reserved } = account;
    const columns = [initial, restocked, returned, adjusted, sold, expected, stock, held, reserved];
    return [product_id, name.slice(0, 24), ...columns, faultsOf(account).length === 0 ? 'ok' : 'WRONG'].map(String);
  });
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => (row[column] as string).length)),
  );
  return [head, ...rows].map((row) =>
    row
      .map((cell, column) => (column === 1 ? cell.padEnd(widths[1] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  '),
  );
}
