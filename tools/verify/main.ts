import { parseArgs } from 'node:util';
import { printReport } from './print-report.js';
import { verify } from './verify.js';

const USAGE = `Usage: npm run verify [-- --settled] [--json]

Reads the ledger and says whether they add up: for each product initial + restocks + returns + corrections -
sales = stock and what pending orders hold = reserved, no event without a sale,
and, where these databases are given, no document and no notification without a sale; each order is what its history leads to, its units
and its money are where its state says. Writes nothing.

  --settled  nothing is under way: every sale must also have its document and its notification, every order its end
  --json     one JSON object instead of the table

Environment: INVENTORY_DATABASE_URL, and optionally MONGODB_URI (…/analytics_db), NOTIFICATIONS_DATABASE_URL,
ORDERS_DATABASE_URL and PAYMENT_URL (the payment simulator).
Exit code: 0 everything adds up, 1 it does not (the product is named), 2 it could not be read.`;

function options() {
  const flag = { type: 'boolean', default: false } as const;
  return parseArgs({ options: { settled: flag, json: flag, help: { ...flag, short: 'h' } } }).values;
}

async function main(): Promise<number> {
  const { settled, json, help } = options();
  if (help) {
    console.log(USAGE);
    return 0;
  }
  const {
    INVENTORY_DATABASE_URL: inventory,
    MONGODB_URI: analytics,
    NOTIFICATIONS_DATABASE_URL: notifications,
    ORDERS_DATABASE_URL: orders,
    PAYMENT_URL: payments,
  } = process.env;
  if (!inventory) throw new Error('INVENTORY_DATABASE_URL is not set');
  const report = await verify({ inventory, analytics, notifications, orders, payments, settled });
  console.log(json ? JSON.stringify(report) : printReport(report));
  return report.ok ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  const reason = error instanceof AggregateError ? error.errors[0] : error;
  console.error(`verify: ${reason instanceof Error ? reason.message : reason}\n\n${USAGE}`);
  process.exitCode = 2;
}
