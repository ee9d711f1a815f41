import { expect, it } from '@jest/globals';
import type { Call, FaultWindow } from './history.ts';
import { type Evidence, judge } from './invariants.ts';
import type { Stores } from './stores.ts';

const SALE = { sale_id: 's-1', order_id: 'S-1', line: 0, product_id: 1, quantity: 2, total_cents: 200 };
const LINE = { sale_id: 's-2', order_id: 'O-1', line: 1, product_id: 2, quantity: 1, total_cents: 300 };

const sell = (more: Partial<Call> = {}): Call => ({
  number: 1,
  client: 'c',
  operation: 'sell',
  key: 'S-1',
  product_id: 1,
  quantity: 2,
  invoked: 0,
  returned: 1,
  status: 201,
  text: '{"current_stock":8}',
  attempts: [{ at: 0, edge: 0, status: 201 }],
  ...more,
});
const order: Call = { ...sell(), number: 2, operation: 'order', key: 'O-1', text: '{}' };

/** A shop in which one sale and one order were made, and everything is right. */
const stores = (more: Partial<Stores> = {}): Stores => ({
  products: [
    { product_id: 1, initial: 10, stock: 8, reserved: 0 },
    { product_id: 2, initial: 10, stock: 9, reserved: 0 },
  ],
  sales: [SALE, LINE],
  added: [],
  reservations: [{ order_id: 'O-1', state: 'confirmed' }],
  orders: [{ order_id: 'O-1', state: 'completed', total_cents: 300, refunded_cents: 0, due: false, refunds: 0 }],
  payments: [{ order_id: 'O-1', state: 'captured', captured_cents: 300, refunded_cents: 0 }],
  outbox: [],
  queues: [{ name: 'analytics.product_sold', messages: 0 }],
  deadLetters: [],
  poisons: [],
  saleDocuments: ['s-1', 's-2'],
  arrivals: [],
  orderDocuments: [{ event_id: 'e-1', type: 'order_completed', order_id: 'O-1' }],
  mails: [
    { message_id: 's-1', dropped: false },
    { message_id: 'e-1', dropped: false },
  ],
  figures: [
    { product_id: 1, sales: 1, units: 2, revenue_cents: 200 },
    { product_id: 2, sales: 1, units: 1, revenue_cents: 300 },
  ],
  exits: [],
  complaints: [],
  ...more,
});

const evidence = (of: Partial<Evidence> & { stores?: Stores } = {}): Evidence => ({
  calls: [sell(), order],
  stores: stores(),
  faults: [],
  single: new Map([[1, 10]]),
  ...of,
});

const broken = (of: Evidence) => judge(of).flatMap(({ name, against }) => (against.length > 0 ? [name] : []));

it('a shop in order keeps every promise', () => {
  expect(broken(evidence())).toEqual([]);
});

const ROLL: FaultWindow = { name: 'inventory-rolled', began: 0, ended: 10 };
const [mail, orderMail] = stores().mails;
const [completed] = stores().orders;
const [paid] = stores().payments;

it.each<[string, string, Evidence]>([
  [
    'I1',
    'a unit is lost',
    evidence({ stores: stores({ products: [{ product_id: 1, initial: 10, stock: 7, reserved: 0 }] }) }),
  ],
  [
    'I1',
    'more is reserved than there is',
    evidence({ stores: stores({ products: [{ product_id: 1, initial: 10, stock: 8, reserved: 9 }] }) }),
  ],
  [
    'I1',
    'units are reserved for nobody',
    evidence({ stores: stores({ products: [{ product_id: 1, initial: 10, stock: 8, reserved: 1 }] }) }),
  ],
  ['I2', 'an accepted sale is not there', evidence({ stores: stores({ sales: [LINE] }) })],
  [
    'I2',
    'one order_id is two sales',
    evidence({ stores: stores({ sales: [SALE, { ...SALE, sale_id: 's-3' }, LINE] }) }),
  ],
  [
    'I2',
    'a refused sale is there',
    evidence({ calls: [sell({ status: 409, attempts: [{ at: 0, edge: 0, status: 409 }] }), order] }),
  ],
  ['I2', 'nobody asked for a sale', evidence({ calls: [order] })],
  ['I2', 'another quantity was sold', evidence({ calls: [sell({ quantity: 1 }), order] })],
  [
    'I3',
    'a repetition is answered otherwise',
    evidence({ calls: [sell(), sell({ number: 3, text: '{"current_stock":7}' }), order] }),
  ],
  [
    'I3',
    'another body is accepted',
    evidence({ calls: [sell(), sell({ number: 3, twist: 'other', status: 200 }), order] }),
  ],
  ['I4', 'a document is missing', evidence({ stores: stores({ saleDocuments: ['s-1'] }) })],
  ['I4', 'a document has no sale', evidence({ stores: stores({ saleDocuments: ['s-1', 's-2', 's-9'] }) })],
  ['I5', 'a mail is missing', evidence({ stores: stores({ mails: [orderMail as never] }) })],
  [
    'I5',
    'a mail was sent twice without an excuse',
    evidence({ stores: stores({ mails: [mail, mail, orderMail] as never }) }),
  ],
  ['I6', 'an event waits', evidence({ stores: stores({ outbox: ['s-1'] }) })],
  ['I7', 'a message waits', evidence({ stores: stores({ queues: [{ name: 'q', messages: 1 }] }) })],
  [
    'I7',
    'a good message is a dead letter',
    evidence({ stores: stores({ deadLetters: [{ queue: 'q.dlq', message_id: 's-1' }] }) }),
  ],
  ['I7', 'a poison is gone', evidence({ stores: stores({ poisons: ['p-1'] }) })],
  ['I8', 'an event is lost', evidence({ stores: stores({ saleDocuments: ['s-2'], mails: [orderMail as never] }) })],
  [
    'I9',
    'an internal error is answered',
    evidence({ calls: [sell({ attempts: [{ at: 0, edge: 0, status: 500 }] }), order] }),
  ],
  [
    'I9',
    'a process ends by itself',
    evidence({ stores: stores({ exits: [{ at: 0, name: 'gateway-1', how: 'ended with code 1' }] }) }),
  ],
  ['I9', 'a program error is in a log', evidence({ stores: stores({ complaints: ['unhandledRejection'] }) })],
  [
    'I12',
    'a rolling restart is seen',
    evidence({ faults: [ROLL], calls: [sell({ attempts: [{ at: 5, edge: 0, status: 503 }] }), order] }),
  ],
  [
    'O1',
    'units of a completed order are not sold',
    evidence({ stores: stores({ reservations: [{ order_id: 'O-1', state: 'expired' }] }) }),
  ],
  [
    'O1',
    'units are held permanently',
    evidence({
      stores: stores({
        reservations: [
          { order_id: 'O-1', state: 'confirmed' },
          { order_id: 'O-2', state: 'pending' },
        ],
      }),
    }),
  ],
  ['O2', 'charged twice', evidence({ stores: stores({ payments: [paid, paid] as never }) })],
  ['O2', 'not charged', evidence({ stores: stores({ payments: [] }) })],
  [
    'O2',
    'money is still held',
    evidence({ stores: stores({ payments: [paid, { ...paid, captured_cents: 0, state: 'authorised' }] as never }) }),
  ],
  [
    'O2',
    'paid without an order',
    evidence({ stores: stores({ payments: [paid, { ...paid, order_id: 'O-9' }] as never }) }),
  ],
  ['O3', 'an order is stuck', evidence({ stores: stores({ orders: [{ ...completed, due: true }] as never }) })],
  [
    'O4',
    'an order was told as completed twice',
    evidence({
      stores: stores({
        orderDocuments: [...stores().orderDocuments, { event_id: 'e-2', type: 'order_completed', order_id: 'O-1' }],
      }),
    }),
  ],
  ['O5', 'the figures lack a sale', evidence({ stores: stores({ figures: [] }) })],
  [
    'O6',
    'an order that was answered as completed is rejected',
    evidence({ stores: stores({ orders: [{ ...completed, state: 'rejected' }] as never }) }),
  ],
  ['L1', 'the stock goes back', evidence({ calls: [sell({ text: '{"current_stock":9}' }), order] })],
])('%s is broken when %s', (name, _, of) => {
  expect(broken(of)).toContain(name);
});
