// The arrows between the parts, once: `node docs/arrows.ts` writes them into architecture.md, and the edge test proves each on real spans.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A span by the service that made it and its name. */
export type SpanName = `${string}: ${string}`;

/** One arrow. What proves it: the second span is a child of the first, or has a link to it. */
export interface Arrow {
  from: string;
  to: string;
  protocol: string;
  what: string;
  /** What happens when its end is not there. */
  away?: string;
  seen: readonly [cause: SpanName, by: 'parent' | 'link', effect: SpanName];
}

const SALE = 'gateway: POST /inventory/decrease';
const ORDER = 'gateway: POST /orders';

export const ARROWS: readonly Arrow[] = [
  {
    from: 'client',
    to: 'gateway',
    protocol: 'HTTP 3000',
    what: 'sell, read, own',
    seen: ['client: request', 'parent', SALE],
  },
  {
    from: 'gateway',
    to: 'inventory',
    protocol: 'gRPC 50051, `InventoryService`',
    what: '`DecreaseStockBatch` and reads',
    away: '503, breaker; 504 when the outcome is unknown',
    seen: [SALE, 'parent', 'inventory: decrease_stock'],
  },
  {
    from: 'gateway',
    to: 'inventory',
    protocol: 'gRPC 50051, `SaleOutbox`',
    what: 'claim, acknowledge, report',
    away: 'events wait in the outbox',
    seen: ['gateway: publish product_sold', 'link', 'gateway: acknowledge events'],
  },
  {
    from: 'gateway',
    to: 'orders',
    protocol: 'gRPC 50052, `OrderService`',
    what: 'place, read, cancel, refund, webhooks',
    away: '503 for orders; simple sales go on',
    seen: [ORDER, 'parent', 'orders: place_order'],
  },
  {
    from: 'orders',
    to: 'inventory',
    protocol: 'gRPC 50051, `StockReservations`, `SaleOutbox`',
    what: 'reserve, confirm, release, return, acknowledge',
    away: '503 for new orders; those under way wait',
    seen: ['orders: order_confirm', 'parent', 'inventory: confirm_stock'],
  },
  {
    from: 'orders',
    to: 'the payment service',
    protocol: 'HTTPS, `PAYMENT_URL`',
    what: 'authorise, capture, void, refund, lookup',
    away: 'orders wait and ask again with the same key',
    seen: ['orders: order_authorise', 'parent', 'gateway: POST /payments/webhook'],
  },
  {
    from: 'the payment service',
    to: 'gateway',
    protocol: 'HTTP 3000, `POST /payments/webhook`',
    what: 'signed notices',
    away: 'orders asks every 5 s',
    seen: ['gateway: POST /payments/webhook', 'parent', 'orders: receive_notice'],
  },
  {
    from: 'orders',
    to: 'PostgreSQL `orders_db`',
    protocol: 'SQL 5432',
    what: 'orders, their histories, notices, outbox',
    away: '503 for new orders; those under way wait',
    seen: ['orders: place_order', 'parent', 'orders: append order_events'],
  },
  {
    from: 'orders',
    to: 'RabbitMQ',
    protocol: 'AMQP 5672, `shop.events`',
    what: '`order_*`, `product_sold` and `stock_returned` of its orders',
    away: 'orders are completed; events wait in the outboxes',
    seen: ['orders: place_order', 'parent', 'orders: publish order_completed'],
  },
  {
    from: 'gateway',
    to: 'RabbitMQ',
    protocol: 'AMQP 5672, `shop.events`',
    what: '`product_sold`',
    away: 'sales go on; events wait in the outbox',
    seen: [SALE, 'parent', 'gateway: publish product_sold'],
  },
  {
    from: 'inventory',
    to: 'PostgreSQL `inventory_db`',
    protocol: 'SQL 5432',
    what: 'products, sales, restocks, outbox',
    away: '503; nothing is sold',
    seen: ['inventory: decrease_stock', 'link', 'inventory: stock batch'],
  },
  {
    from: 'RabbitMQ',
    to: 'analytics',
    protocol: 'AMQP, `analytics.*`',
    what: '`product_sold` and what happens to orders',
    away: 'the queue keeps them',
    seen: ['gateway: publish product_sold', 'parent', 'analytics: process product_sold'],
  },
  {
    from: 'RabbitMQ',
    to: 'notifications',
    protocol: 'AMQP, `notifications.*`',
    what: '`product_sold`, `order_completed`, `order_refunded`, `stock_low`',
    away: 'the queue keeps them',
    seen: ['gateway: publish product_sold', 'parent', 'notifications: process product_sold'],
  },
  {
    from: 'analytics',
    to: 'MongoDB `analytics_db`',
    protocol: 'MongoDB 27017',
    what: '`sales_events`, `order_events`, figures',
    away: 'it stops consuming and asks again',
    seen: ['analytics: process product_sold', 'link', 'analytics: insert sales_events'],
  },
  {
    from: 'notifications',
    to: 'PostgreSQL `notifications_db`',
    protocol: 'SQL 5432',
    what: 'claims',
    away: 'it stops consuming and asks again',
    seen: ['notifications: process product_sold', 'link', 'notifications: send mails'],
  },
  {
    from: 'notifications',
    to: 'a mail server',
    protocol: 'SMTP, if `SMTP_URL` is set',
    what: 'the mail, with `X-Trace-Id`',
    away: 'it stops consuming and asks again',
    seen: ['notifications: process order_completed', 'link', 'notifications: send mails'],
  },
];

const ROWS = ARROWS.map(
  ({ from, to, protocol, what, away = '', seen: [cause, by, effect] }) =>
    `| ${from} | ${to} | ${protocol} | ${what} | ${away} | \`${cause}\` ${by === 'link' ? '⇠' : '→'} \`${effect}\` |`,
);

/** The table as architecture.md has it. */
export const TABLE = [
  '| from | to | protocol | what | when it is not there | spans (→ parent of, ⇠ linked by) |',
  '|---|---|---|---|---|---|',
  ...ROWS,
].join('\n');

const nameOf = (part: string) => part.replaceAll('`', '');
const idOf = (part: string) => nameOf(part).replaceAll(/\W+/g, '_');

/** Databases are drums, the broker a box with bars, what is not ours is round. */
const OUTLINES: readonly [parts: RegExp, open: string, close: string][] = [
  [/_db/, '[("', '")]'],
  [/^RabbitMQ$/, '[["', '"]]'],
  [/^(client|the payment service|a mail server)$/, '(["', '"])'],
  [/./, '["', '"]'],
];

function nodeOf(part: string): string {
  const [, open, close] = OUTLINES.find(([parts]) => parts.test(part)) ?? ['', '', ''];
  return `  ${idOf(part)}${open}${nameOf(part).replace(/ (?=\w+_db)/, '<br/>')}${close}`;
}

/** One line between two parts, however many arrows there are. */
function linesOf(arrows: readonly Arrow[]): string[] {
  const lines = arrows.map(({ from, to, protocol }) => {
    const [short = ''] = protocol.split(/[ ,]/);
    return `  ${idOf(from)} -->|${short}| ${idOf(to)}`;
  });
  return [...new Set(lines)];
}

/** The picture as architecture.md has it. */
export const PICTURE = [
  '```mermaid',
  'flowchart LR',
  ...[...new Set(ARROWS.flatMap(({ from, to }) => [from, to]))].map(nodeOf),
  ...linesOf(ARROWS),
  '```',
].join('\n');

export const FILE = join(import.meta.dirname, 'architecture.md');
const SECTION = /(## Arrows\n\n)[\s\S]*?(\n\n[^|])/;
const DRAWN = /```mermaid\nflowchart[\s\S]*?\n```/;

/** The page with picture and table in their places. */
export const withArrows = (page: string): string =>
  page
    .replace(DRAWN, () => PICTURE)
    .replace(SECTION, (_, before: string, after: string) => `${before}${TABLE}${after}`);

if (import.meta.main) writeFileSync(FILE, withArrows(readFileSync(FILE, 'utf8')));
