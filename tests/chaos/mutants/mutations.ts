/** A small change in code that is trusted, and the promises of which at least one has to be broken by it. */
export interface Mutation {
  name: string;
  file: string;
  edits: readonly (readonly [find: string, replace: string])[];
  /** What makes it show, as `--faults` names it. */
  faults: string;
  breaks: readonly string[];
}

const INVENTORY = 'apps/inventory/src';
const ORDERS = 'apps/orders/src';

/**
 * Each is one change to one file. The text has to be in the source and in what is built from it, once each: so it spells no type and fits
 * in a line. Not among them: MongoDB without `j: true`. A killed process loses nothing that the kernel has, so only pulling the plug of a real
 * mongod would show it. Nor the advisory lock of equal order_ids: without it the lock of the product and the primary key of the sale still keep
 * every promise (it was tried).
 */
export const MUTATIONS: readonly Mutation[] = [
  {
    name: 'the outbox is not swept',
    file: 'libs/outbox/src/sweep-outbox.ts',
    edits: [['let more = true;', 'let more = false;']],
    faults: 'gateway-all-killed,rabbitmq-down',
    breaks: ['I4', 'I6'],
  },
  {
    name: 'a deleted queue is not noticed',
    file: 'libs/outbox/src/outbox-publisher.amqp.ts',
    edits: [['void this.requeueing.requeue(lost)', 'void lost']],
    faults: 'queue-deleted',
    breaks: ['I4', 'I5', 'O4'],
  },
  {
    name: 'the publisher waits for no confirm',
    file: 'libs/messaging/src/publish/publisher.amqp.ts',
    edits: [
      [
        'return this.window.sent(message.messageId, performance.now());',
        'void this.window.sent(message.messageId, performance.now()); return Promise.resolve({ ok: true });',
      ],
    ],
    faults: 'rabbitmq-killed,amqp-reset',
    breaks: ['I4', 'I5', 'O4'],
  },
  {
    name: 'a consumer acknowledges before the document is stored',
    file: 'apps/analytics/src/mongo/event-documents.mongo.ts',
    edits: [['await collection.insertMany(documents', 'void collection.insertMany(documents']],
    faults: 'mongodb-killed,analytics-killed,documents-replies-dropped',
    breaks: ['I4', 'I9'],
  },
  {
    name: 'products are read without a lock',
    file: `${INVENTORY}/batch/batch.pg.sql.ts`,
    edits: [['WHERE id = ANY($1::int[]) ORDER BY id FOR UPDATE', 'WHERE id = ANY($1::int[]) ORDER BY id']],
    faults: 'latency',
    breaks: ['I1', 'I9', 'L1'],
  },
  {
    name: 'a mail that was sent is sent again when its event comes again',
    file: 'apps/notifications/src/mail/claims.pg.repository.ts',
    edits: [["if (row?.state === 'mine')", 'if (row)']],
    faults: 'confirms-dropped,connections-closed',
    breaks: ['I5'],
  },
  {
    name: 'the sale and its event are not one transaction',
    file: `${INVENTORY}/batch/batch.pg.sql.ts`,
    edits: [
      [
        'FROM unnest($1::uuid[], $15::json[], $14::text[]) AS e(id, payload, traceparent)',
        'FROM unnest($1::uuid[], $15::json[], $14::text[]) AS e(id, payload, traceparent) WHERE false',
      ],
    ],
    faults: 'gateway-all-killed,rabbitmq-down',
    breaks: ['I4', 'I5', 'I8'],
  },
  {
    name: 'more is sold than there is',
    file: `${INVENTORY}/sell/decide-sale.ts`,
    edits: [['if (left < request.quantity) {', 'if (left < 0) {']],
    faults: 'smtp-451',
    breaks: ['I1', 'I9', 'L1'],
  },
  {
    name: 'another quantity is the same sale',
    file: `${INVENTORY}/sell/decide-sale.ts`,
    edits: [['sale.quantity === request.quantity &&', '']],
    faults: 'latency',
    breaks: ['I3'],
  },
  {
    name: 'a repetition is answered with its own time',
    file: `${INVENTORY}/sell/decide-sale.ts`,
    edits: [
      [
        '{ ok: true, replayed: true, sale: known.sale }',
        '{ ok: true, replayed: true, sale: { ...known.sale, occurred_at: draft.occurredAt } }',
      ],
    ],
    faults: 'latency',
    breaks: ['I3'],
  },
  {
    name: 'a sale is answered although its commit failed',
    file: `${INVENTORY}/batch/run-batch.ts`,
    edits: [['return result.ok ? outcomes :', 'return result.ok || outcomes.length > 0 ? outcomes :']],
    faults: 'flaky-database',
    breaks: ['I2', 'I8', 'L1', 'O1', 'O2', 'O3'],
  },
  {
    name: 'stock is read from a cache',
    file: 'apps/gateway/src/browse/get-stock.http.controller.ts',
    edits: [
      [
        'await this.inventory.getStock(product_id, request.span.traceparent)',
        "await (globalThis['s' + product_id] ??= this.inventory.getStock(product_id, request.span.traceparent))",
      ],
    ],
    faults: 'latency',
    breaks: ['L1'],
  },
  {
    name: 'each attempt at a payment has a key of its own',
    file: `${ORDERS}/process/effect-key.ts`,
    edits: [['JSON.stringify([order_id, step, which])', 'JSON.stringify([order_id, step, which, Math.random()])']],
    faults: 'payment-replies-dropped,orders-killed',
    breaks: ['O2'],
  },
  {
    name: 'money is not captured',
    file: `${ORDERS}/process/effects.ts`,
    edits: [
      [
        'const answer = await this.payments.capture({',
        "return { effect: 'capture', outcome: 'captured' }; const answer = await this.payments.capture({",
      ],
    ],
    faults: 'latency',
    breaks: ['O2'],
  },
  {
    name: 'what is released stays reserved',
    file: `${INVENTORY}/reserve/decide-settle.ts`,
    edits: [
      [
        'draft.moveHeld(product_id, { reserved: -quantity });',
        'draft.moveHeld(product_id, { reserved: -0 * quantity });',
      ],
    ],
    faults: 'latency',
    breaks: ['I1'],
  },
  {
    name: 'what a dead runner left behind is not taken up',
    file: `${ORDERS}/process/drive-orders.ts`,
    edits: [['for (const driven of await this.orders.claim(free))', 'for (const driven of [])']],
    faults: 'orders-all-killed',
    breaks: ['O3'],
  },
  {
    name: 'the lines of an order are mailed one by one',
    file: 'apps/notifications/src/sale-email/email-when-product-sold.amqp.consumer.ts',
    edits: [['event.line === undefined ? noticeOfSale(event) : undefined', 'noticeOfSale(event)']],
    faults: 'latency',
    breaks: ['I5'],
  },
];
