import { type Call, type FaultWindow, isSold, wasUnsure } from './history.ts';
import { judgeOrders } from './linear-orders.ts';
import { judgeStock } from './linear-stock.ts';
import type { OrderRow, Stores } from './stores.ts';

/** What the clients and the stores know when all is over. The checker knows nothing else of the shop. */
export interface Evidence {
  calls: readonly Call[];
  stores: Stores;
  faults: readonly FaultWindow[];
  /** The products whose stock no basket touches. */
  single: ReadonlyMap<number, number>;
}

export interface Verdict {
  name: string;
  promise: string;
  /** How much was looked at. */
  looked: string;
  /** A sentence for each breach. */
  against: string[];
  /** order_ids of the breaches, for the story. */
  about: string[];
}

/** A breach and whom it is about. */
type Breach = { say: string; about?: string };
type Judge = (evidence: Evidence) => { looked: string; breaches: Breach[] };

const ENDS = new Set(['completed', 'rejected', 'cancelled', 'refunded']);
const SOLD_ENDS = new Set(['completed', 'refunded']);

/** Every promise, in the order in which it is printed. */
export function judge(evidence: Evidence): Verdict[] {
  return PROMISES.map(([name, promise, of]) => {
    const { looked, breaches } = of(evidence);
    const about = [...new Set(breaches.flatMap((breach) => breach.about ?? []))];
    return { name, promise, looked, against: breaches.map(({ say }) => say), about };
  });
}

const PROMISES: readonly (readonly [string, string, Judge])[] = [
  ['I1', 'units are conserved and never negative', unitsAreConserved],
  ['I2', 'one sale for each order_id: every accepted one, no other', oneSaleEach],
  ['I3', 'a repetition is answered byte by byte as the first time, another body never', repetitions],
  ['I4', 'documents are the sales', documentsAreSales],
  [
    'I5',
    'every sale is mailed, and nothing else; twice only where a mail server or a worker fell silent',
    mailsAreSales,
  ],
  ['I6', 'the outboxes are empty', outboxIsEmpty],
  ['I7', 'queues are empty, dead letters are the poisons', queuesAreEmpty],
  ['I8', 'every event of a sale is known to both workers or still waits', noEventIsMissing],
  ['I9', 'no 5xx but 503 and 504, nothing ends by itself, no program error in a log', nothingUnexpected],
  ['I12', 'a rolling restart is not seen in an answer', rollingIsUnseen],
  ['O1', 'an order has its units exactly when it is sold', orderUnits],
  ['O2', 'an order is paid exactly when it is sold, once, less what was refunded', orderMoney],
  ['O3', 'no order is stuck', noOrderIsStuck],
  ['O4', 'one mail for each completed order', oneMailPerOrder],
  ['O5', 'figures are the fold of the sales', figuresAreTheFold],
  ['O6', 'what a client was told of its order is so', ordersKeepTheirWord],
  ['L1', 'the stock of single products is linearizable', stockIsLinearizable],
  ['L2', 'the states of single orders are linearizable', orderStatesAreLinearizable],
];

function unitsAreConserved({ calls, stores }: Evidence): ReturnType<Judge> {
  const added = new Map(stores.added.map(({ product_id, units }) => [product_id, units]));
  const sold = new Map<number, number>();
  for (const { product_id, quantity } of stores.sales) sold.set(product_id, (sold.get(product_id) ?? 0) + quantity);
  const breaches: Breach[] = stores.products.flatMap(({ product_id, initial, stock, reserved }) => {
    const wanted = initial + (added.get(product_id) ?? 0) - (sold.get(product_id) ?? 0);
    return [
      ...(stock === wanted ? [] : [{ say: `product ${product_id} has ${stock}, the ledger says ${wanted}` }]),
      ...(stock < 0 || reserved < 0 || reserved > stock
        ? [{ say: `product ${product_id} has ${stock}, reserved ${reserved}` }]
        : []),
    ];
  });
  if (stores.reservations.every(({ state }) => state !== 'pending'))
    for (const { product_id, reserved } of stores.products)
      if (reserved > 0) breaches.push({ say: `${reserved} of product ${product_id} are reserved for nobody` });
  const samples = calls.flatMap((call) => stockSeen(call) ?? []);
  for (const { call, stock } of samples)
    if (stock < 0) breaches.push({ say: `${call.operation} ${call.key} saw a stock of ${stock}`, about: call.key });
  return { looked: `${stores.products.length} products, ${samples.length} samples`, breaches };
}

function stockSeen(call: Call): { call: Call; stock: number } | undefined {
  const stock = call.text ? /"current_stock":(-?\d+)/.exec(call.text)?.[1] : undefined;
  return stock === undefined ? undefined : { call, stock: Number(stock) };
}

function oneSaleEach({ calls, stores }: Evidence): ReturnType<Judge> {
  const sells = Map.groupBy(
    calls.filter(({ operation, twist }) => operation === 'sell' && twist !== 'other'),
    ({ key }) => key,
  );
  const sales = Map.groupBy(
    stores.sales.filter(({ line }) => line === 0),
    ({ order_id }) => order_id,
  );
  const breaches: Breach[] = [];
  for (const [order_id, asked] of sells) {
    const found = sales.get(order_id)?.length ?? 0;
    const [first] = asked;
    const say = (text: string) => breaches.push({ say: `${order_id} ${text}`, about: order_id });
    if (found > 1) say(`has ${found} sales`);
    if (asked.some(isSold) && found === 0) say('was accepted and has no sale');
    if (found > 0 && asked.every((call) => call.status !== undefined && !isSold(call) && !wasUnsure(call)))
      say(`was refused with ${first?.status} ${first?.problem} and is a sale`);
    const sale = sales.get(order_id)?.[0];
    if (sale && first && (sale.product_id !== first.product_id || sale.quantity !== first.quantity))
      say(
        `is a sale of ${sale.quantity} of ${sale.product_id}, asked for were ${first.quantity} of ${first.product_id}`,
      );
  }
  for (const order_id of sales.keys())
    if (!sells.has(order_id)) breaches.push({ say: `${order_id} is a sale that nobody asked for`, about: order_id });
  return { looked: `${sells.size} order_ids, ${sales.size} sales`, breaches };
}

function repetitions({ calls }: Evidence): ReturnType<Judge> {
  const breaches: Breach[] = [];
  const texts = new Map<string, string>();
  let [again, other] = [0, 0];
  for (const call of calls.filter(({ operation }) => operation === 'sell')) {
    if (call.twist === 'other') {
      other++;
      if (call.status !== undefined && call.status !== 422)
        breaches.push({ say: `${call.key} with another body was answered ${call.status}`, about: call.key });
      continue;
    }
    if (!isSold(call) || call.text === undefined) continue;
    const first = texts.get(call.key);
    if (first === undefined) texts.set(call.key, call.text);
    else {
      again++;
      if (first !== call.text)
        breaches.push({ say: `${call.key} was answered ${call.text} and before ${first}`, about: call.key });
    }
  }
  return { looked: `${again} repetitions, ${other} other bodies`, breaches };
}

function documentsAreSales({ stores }: Evidence): ReturnType<Judge> {
  const orderOf = new Map(stores.sales.map(({ sale_id, order_id }) => [sale_id, order_id]));
  const { missing, phantom, twice } = compare([...orderOf.keys()], stores.saleDocuments);
  const breaches = [
    ...missing.map((id) => ({ say: `sale ${id} of ${orderOf.get(id)} has no document`, about: orderOf.get(id) ?? id })),
    ...phantom.map((id) => ({ say: `document ${id} has no sale`, about: id })),
    ...twice.map((id) => ({ say: `document ${id} is there twice`, about: id })),
  ];
  return { looked: `${stores.sales.length} sales, ${stores.saleDocuments.length} documents`, breaches };
}

/** event_id of each mail that is due, and the order that it is about. */
function mailsDue({ sales, orderDocuments }: Stores): Map<string, string> {
  const due = new Map<string, string>();
  for (const { sale_id, order_id, line } of sales) if (line === 0) due.set(sale_id, order_id);
  for (const { event_id, order_id, type } of orderDocuments)
    if (type === 'order_completed' || type === 'order_refunded') due.set(event_id, order_id);
  return due;
}

const SILENCES =
  /^(smtp-drop|notifications-|workers-killed|everything-|half-close|clock-shift|postgres|mongodb-killed|disk-full|one-way|narrow|latency)/;
const FEW = 40;

function mailsAreSales({ stores, faults }: Evidence): ReturnType<Judge> {
  const due = mailsDue(stores);
  const lines = new Set(stores.sales.filter(({ line }) => line > 0).map(({ sale_id }) => sale_id));
  const ids = stores.mails.map(({ message_id }) => message_id);
  const sent = new Set(ids);
  const breaches: Breach[] = [];
  for (const [id, order_id] of due)
    if (!sent.has(id)) breaches.push({ say: `${order_id} was not mailed (${id})`, about: order_id });
  for (const id of sent) if (lines.has(id)) breaches.push({ say: `a line of an order was mailed (${id})` });
  const dropped = new Set(stores.mails.filter((mail) => mail.dropped).map(({ message_id }) => message_id));
  const twice = repeated(ids).filter((id) => !dropped.has(id));
  const excuses = faults.filter(({ name }) => SILENCES.test(name)).length * FEW;
  if (twice.length > excuses)
    for (const id of twice) breaches.push({ say: `${due.get(id)} was mailed twice (${id})`, about: due.get(id) ?? id });
  const looked = `${due.size} due, ${sent.size} sent, ${dropped.size} dropped by the server, ${twice.length} sent twice otherwise`;
  return { looked, breaches };
}

function outboxIsEmpty({ stores }: Evidence): ReturnType<Judge> {
  const breaches = stores.outbox.map((id) => ({ say: `event ${id} waits`, about: id }));
  return { looked: `${stores.outbox.length} events wait`, breaches };
}

function queuesAreEmpty({ stores }: Evidence): ReturnType<Judge> {
  const { missing, phantom } = compare(
    ['analytics.product_sold.dlq', 'notifications.product_sold.dlq'].flatMap((queue) =>
      stores.poisons.map((id) => `${id} in ${queue}`),
    ),
    stores.deadLetters.map(({ queue, message_id }) => `${message_id} in ${queue}`),
  );
  const breaches = [
    ...stores.queues
      .filter(({ messages }) => messages > 0)
      .map(({ name, messages }) => ({ say: `${messages} messages in ${name}` })),
    ...missing.map((one) => ({ say: `${one} is not there` })),
    ...phantom.map((one) => ({ say: `${one} is a dead letter`, about: one.split(' ')[0] ?? one })),
  ];
  return { looked: `${stores.queues.length} queues, ${stores.poisons.length} poisons`, breaches };
}

function noEventIsMissing({ stores }: Evidence): ReturnType<Judge> {
  const waiting = new Set(stores.outbox);
  const documents = new Set(stores.saleDocuments);
  const mails = new Set(stores.mails.map(({ message_id }) => message_id));
  const lost = stores.sales.filter(
    ({ sale_id, line }) => !waiting.has(sale_id) && !(documents.has(sale_id) && (line > 0 || mails.has(sale_id))),
  );
  const breaches = lost.map(({ sale_id, order_id }) => ({ say: `${sale_id} of ${order_id} is lost`, about: order_id }));
  return { looked: `${stores.sales.length} events`, breaches };
}

function nothingUnexpected({ calls, stores }: Evidence): ReturnType<Judge> {
  const breaches: Breach[] = [];
  let attempts = 0;
  for (const call of calls) {
    for (const { status, problem } of call.attempts) {
      attempts++;
      if (status >= 500 && status !== 503 && status !== 504)
        breaches.push({ say: `${call.operation} ${call.key} was answered ${status} ${problem}`, about: call.key });
      if (status === 400 || status === 401 || status === 403)
        breaches.push({ say: `${call.operation} ${call.key} was answered ${status} ${problem}`, about: call.key });
    }
  }
  for (const { name, how } of stores.exits) breaches.push({ say: `${name} ${how}` });
  for (const line of stores.complaints) breaches.push({ say: line });
  return { looked: `${attempts} answers, ${stores.exits.length} exits`, breaches };
}

function rollingIsUnseen({ calls, faults }: Evidence): ReturnType<Judge> {
  // Only where nothing else was broken at the same time or just before.
  const rolls = faults.filter(
    (roll) =>
      /-rolled$/.test(roll.name) &&
      !faults.some((other) => other !== roll && other.began < roll.ended && other.ended > roll.began - 5_000),
  );
  const breaches: Breach[] = [];
  for (const { name, began, ended } of rolls)
    for (const call of calls)
      for (const { at, status, problem } of call.attempts)
        if (at > began && at < ended && status >= 500)
          breaches.push({
            say: `${name}: ${call.operation} ${call.key} was answered ${status} ${problem}`,
            about: call.key,
          });
  return { looked: `${rolls.length} restarts alone`, breaches };
}

function orderUnits({ stores }: Evidence): ReturnType<Judge> {
  const reservations = new Map(stores.reservations.map((row) => [row.order_id, row.state]));
  const sold = new Set(stores.sales.filter(({ line }) => line > 0).map(({ order_id }) => order_id));
  const breaches = stores.orders.flatMap(({ order_id, state }) => {
    const units = reservations.get(order_id);
    const wrong = SOLD_ENDS.has(state)
      ? units !== 'confirmed' || !sold.has(order_id)
      : ENDS.has(state) && units === 'pending';
    return wrong ? [{ say: `${order_id} is ${state}, its units are ${units}`, about: order_id }] : [];
  });
  const held = stores.reservations.filter(({ state }) => state === 'pending');
  breaches.push(...held.map(({ order_id }) => ({ say: `${order_id} still holds units`, about: order_id })));
  return { looked: `${stores.orders.length} orders, ${stores.reservations.length} reservations`, breaches };
}

function orderMoney({ stores }: Evidence): ReturnType<Judge> {
  const payments = Map.groupBy(stores.payments, ({ order_id }) => order_id);
  const breaches = stores.orders.flatMap((order) => {
    const wrong = moneyAgainst(order, payments.get(order.order_id) ?? []);
    return wrong ? [{ say: `${order.order_id} ${wrong}`, about: order.order_id }] : [];
  });
  const known = new Set(stores.orders.map(({ order_id }) => order_id));
  for (const [order_id, rows] of payments)
    if (!known.has(order_id) && rows.some(({ captured_cents }) => captured_cents > 0))
      breaches.push({ say: `${order_id} was paid and is no order`, about: order_id });
  return { looked: `${stores.orders.length} orders, ${stores.payments.length} payments`, breaches };
}

function moneyAgainst(
  { state, total_cents, refunded_cents }: OrderRow,
  payments: Stores['payments'],
): string | undefined {
  const captured = payments.reduce((sum, row) => sum + row.captured_cents, 0);
  const kept = captured - payments.reduce((sum, row) => sum + row.refunded_cents, 0);
  const wanted = SOLD_ENDS.has(state) ? total_cents - refunded_cents : 0;
  if (kept !== wanted) return `is ${state}: ${kept} were kept, ${wanted} are owed`;
  if (SOLD_ENDS.has(state) && captured !== total_cents) return `was charged ${captured} for ${total_cents}`;
  const open = payments.find((row) => row.state === 'authorised' || row.state === 'pending');
  return open && `is ${state} and a payment is still ${open.state}`;
}

function noOrderIsStuck({ stores }: Evidence): ReturnType<Judge> {
  const stuck = stores.orders.filter(({ state, due }) => !ENDS.has(state) || due);
  const breaches = stuck.map(({ order_id, state }) => ({ say: `${order_id} is ${state}`, about: order_id }));
  return { looked: `${stores.orders.length} orders`, breaches };
}

function oneMailPerOrder({ stores }: Evidence): ReturnType<Judge> {
  const completions = Map.groupBy(
    stores.orderDocuments.filter(({ type }) => type === 'order_completed'),
    ({ order_id }) => order_id,
  );
  const mailed = new Set(stores.mails.map(({ message_id }) => message_id));
  const sold = stores.orders.filter(({ state }) => SOLD_ENDS.has(state));
  const breaches = sold.flatMap(({ order_id }) => {
    const told = completions.get(order_id) ?? [];
    const mails = told.filter(({ event_id }) => mailed.has(event_id)).length;
    const right = told.length === 1 && mails === 1;
    return right
      ? []
      : [{ say: `${order_id} was told as completed ${told.length} times, mailed ${mails} times`, about: order_id }];
  });
  return { looked: `${sold.length} completed orders`, breaches };
}

function figuresAreTheFold({ stores }: Evidence): ReturnType<Judge> {
  const sums = new Map<number, { sales: number; units: number; cents: number }>();
  for (const { product_id, quantity, total_cents } of stores.sales) {
    const sum = sums.get(product_id) ?? { sales: 0, units: 0, cents: 0 };
    sums.set(product_id, { sales: sum.sales + 1, units: sum.units + quantity, cents: sum.cents + total_cents });
  }
  const figures = new Map(stores.figures.map((row) => [row.product_id, row]));
  const breaches: Breach[] = [];
  for (const product_id of new Set([...sums.keys(), ...figures.keys()])) {
    const { sales, units, cents } = sums.get(product_id) ?? { sales: 0, units: 0, cents: 0 };
    const told = figures.get(product_id);
    if (told?.sales !== sales || told.units !== units || Number(told.revenue_cents) !== cents)
      breaches.push({
        say: `product ${product_id}: ${sales} sales of ${units} units for ${cents}, figures say ${told?.sales}, ${told?.units}, ${told?.revenue_cents}`,
      });
  }
  return { looked: `${sums.size} products`, breaches };
}

function ordersKeepTheirWord({ calls, stores }: Evidence): ReturnType<Judge> {
  const states = new Map(stores.orders.map(({ order_id, state }) => [order_id, state]));
  const placed = calls.filter(({ operation }) => operation === 'order');
  const breaches = placed.flatMap((call) => {
    const state = states.get(call.key);
    const told =
      call.status === undefined ? undefined : WORD[`${call.status}${call.problem ? ` ${call.problem}` : ''}`];
    if (!told || told.includes(state ?? 'nothing')) return [];
    return [
      {
        say: `${call.key} was answered ${call.status} ${call.problem ?? ''} and is ${state ?? 'no order'}`,
        about: call.key,
      },
    ];
  });
  return { looked: `${placed.length} orders asked for`, breaches };
}

/** What an order may be in the end after this answer. What is not here says nothing for good. */
const WORD: Record<string, string[]> = {
  '201': ['completed', 'refunded'],
  '200': ['completed', 'refunded'],
  '202': ['completed', 'refunded', 'rejected', 'cancelled'],
  '402 payment-declined': ['rejected', 'cancelled'],
  '409 order-expired': ['rejected', 'cancelled'],
  '409 order-cancelled': ['cancelled'],
};

function stockIsLinearizable({ calls, single }: Evidence): ReturnType<Judge> {
  const judged = [...single].map(([product_id, initial]) => ({
    product_id,
    ...judgeStock(calls, product_id, initial),
  }));
  const breaches = judged.flatMap(({ product_id, against }) =>
    against ? [{ say: `product ${product_id}: ${against.say}`, about: against.about }] : [],
  );
  return { looked: judged.map(({ product_id, looked }) => `product ${product_id}: ${looked}`).join(', '), breaches };
}

function orderStatesAreLinearizable({ calls }: Evidence): ReturnType<Judge> {
  return judgeOrders(calls);
}

function compare(wanted: readonly string[], found: readonly string[]) {
  const [a, b] = [new Set(wanted), new Set(found)];
  return {
    missing: [...a].filter((id) => !b.has(id)),
    phantom: [...b].filter((id) => !a.has(id)),
    twice: repeated(found),
  };
}

function repeated(ids: readonly string[]): string[] {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const id of ids) {
    if (seen.has(id)) twice.add(id);
    seen.add(id);
  }
  return [...twice];
}
