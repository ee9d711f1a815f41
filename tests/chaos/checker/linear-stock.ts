import { type Call, isSold, wasUnsure } from './history.ts';

/** Something that happened to one product at one moment between its two times. */
interface Happening {
  call: Call;
  from: number;
  to: number;
  /** What it adds to the stock; 0 for a look. */
  delta: number;
  /** The stock that was seen right after it. */
  after: number;
}

/** What may have happened or not, any time after `from`. */
interface Perhaps {
  from: number;
  delta: number;
}

/** What begins, ends or becomes possible; of two at the same time the beginning comes first. */
interface Moment {
  at: number;
  order: 0 | 1;
  begins?: Happening;
  ends?: Happening;
  possible?: Perhaps;
}

/** One way in which everything that has returned so far may have happened. */
interface Way {
  stock: number;
  /** Happened already, and has not returned yet. */
  early: ReadonlySet<Happening>;
  /** How often each uncertain change has been needed, by what it adds. */
  used: Readonly<Record<number, number>>;
}

export interface StockVerdict {
  looked: string;
  against?: { say: string; about: string };
}

const MOST_WAYS = 20_000;

/**
 * Whether there is one order of all that happened to a product that explains every answer and keeps to real time (Wing and Gong, event
 * by event as Lowe does it). Most answers name the stock after them, so there are few ways at any moment.
 */
export function judgeStock(calls: readonly Call[], product_id: number, initial: number): StockVerdict {
  const ours = calls.filter((call) => call.product_id === product_id && call.twist !== 'other');
  const happenings = happeningsOf(ours);
  const perhaps = perhapsOf(ours);
  const looked = `${happenings.length} operations, ${perhaps.length} uncertain`;
  const moments: Moment[] = [
    ...happenings.flatMap((one): Moment[] => [
      { at: one.from, order: 0, begins: one },
      { at: one.to, order: 1, ends: one },
    ]),
    ...perhaps.map((one): Moment => ({ at: one.from, order: 0, possible: one })),
  ].toSorted((a, b) => a.at - b.at || a.order - b.order);
  const open = new Set<Happening>();
  const pool: Record<number, number> = {};
  let ways: Way[] = [{ stock: initial, early: new Set(), used: {} }];
  for (const moment of moments) {
    if (moment.begins) open.add(moment.begins);
    if (moment.possible) pool[moment.possible.delta] = (pool[moment.possible.delta] ?? 0) + 1;
    if (!moment.ends) continue;
    const before = ways;
    ways = waysThrough(ways, moment.ends, open, pool);
    open.delete(moment.ends);
    if (ways.length === 0) return { looked, against: complaint(moment.ends, before) };
    if (ways.length > MOST_WAYS) return { looked: `${looked}, undecided: too many ways` };
  }
  return { looked };
}

function complaint({ call, after }: Happening, ways: readonly Way[]): { say: string; about: string } {
  const stocks = [...new Set(ways.map(({ stock }) => stock))].slice(0, 5).join(' or ');
  const asked = `${call.operation} ${call.key || `#${call.number}`} of ${call.quantity ?? 0}`;
  return {
    say: `${asked} was answered with ${after} left, which nothing explains: there were ${stocks}`,
    about: call.key,
  };
}

/** What is certain: sales, deliveries, looks, and refusals, which are looks too. */
function happeningsOf(calls: readonly Call[]): Happening[] {
  const found: Happening[] = [];
  for (const call of calls) {
    const seen = call.operation === 'read-stock' ? numberIn(call, 'current_stock') : numberIn(call, 'available');
    if (call.returned !== undefined && (call.operation === 'read-stock' || call.status === 409) && seen !== undefined)
      found.push({ call, from: lastAttempt(call), to: call.returned, delta: 0, after: seen });
  }
  for (const asked of Map.groupBy(calls, ({ key }) => key).values()) {
    const told = asked.filter((call) => (call.operation === 'sell' || call.operation === 'restock') && isSold(call));
    const [first] = told.toSorted((a, b) => (a.returned ?? 0) - (b.returned ?? 0));
    const after = first && numberIn(first, 'current_stock');
    if (!first || after === undefined) continue;
    const from = Math.min(...asked.map(({ invoked }) => invoked));
    found.push({ call: first, from, to: first.returned ?? 0, delta: deltaOf(first), after });
  }
  return found;
}

/** Changes that nobody was told of, but that may have taken place. */
function perhapsOf(calls: readonly Call[]): Perhaps[] {
  const sold = new Set(calls.filter(isSold).map(({ key }) => key));
  const open = new Map<string, Perhaps>();
  for (const call of calls) {
    if (call.operation !== 'sell' && call.operation !== 'restock') continue;
    if (!sold.has(call.key) && (call.returned === undefined || wasUnsure(call)) && !open.has(call.key))
      open.set(call.key, { from: call.invoked, delta: deltaOf(call) });
  }
  return [...open.values()];
}

/** A look is answered by its last request; the ones before it came to nothing. */
const lastAttempt = ({ attempts, invoked }: Call) => attempts.at(-1)?.at ?? invoked;
const deltaOf = ({ operation, quantity = 0 }: Call) => (operation === 'sell' ? -quantity : quantity);

function numberIn({ text }: Call, field: string): number | undefined {
  const found = text && new RegExp(`"${field}":(-?\\d+)`).exec(text)?.[1];
  return found ? Number(found) : undefined;
}

/** Every way on in which `last` has happened. */
function waysThrough(
  ways: readonly Way[],
  last: Happening,
  open: ReadonlySet<Happening>,
  pool: Record<number, number>,
): Way[] {
  const through = new Map<string, Way>();
  const seen = new Set<string>();
  const toLookAt = [...ways];
  for (let way = toLookAt.pop(); way && through.size <= MOST_WAYS; way = toLookAt.pop()) {
    const now = withLooks(way, open);
    const key = keyOf(now);
    if (seen.has(key)) continue;
    seen.add(key);
    if (now.early.has(last)) {
      const early = new Set(now.early);
      early.delete(last);
      const done = { ...now, early };
      through.set(keyOf(done), done);
      continue;
    }
    for (const one of open)
      if (!now.early.has(one) && now.stock + one.delta === one.after) toLookAt.push(after(now, one));
    for (const [text, available] of Object.entries(pool)) {
      const delta = Number(text);
      const used = now.used[delta] ?? 0;
      if (used < available && now.stock + delta >= 0)
        toLookAt.push({ ...now, stock: now.stock + delta, used: { ...now.used, [delta]: used + 1 } });
    }
  }
  return [...through.values()];
}

/** Looks change nothing: whatever they can have seen they have seen. */
function withLooks(way: Way, open: ReadonlySet<Happening>): Way {
  const looks = [...open].filter((one) => one.delta === 0 && one.after === way.stock && !way.early.has(one));
  return looks.length > 0 ? { ...way, early: new Set([...way.early, ...looks]) } : way;
}

const after = (way: Way, one: Happening): Way => ({ ...way, stock: one.after, early: new Set([...way.early, one]) });

const keyOf = ({ stock, early, used }: Way) =>
  `${stock}|${[...early].map(({ call }) => call.number).toSorted((a, b) => a - b)}|${JSON.stringify(used)}`;
