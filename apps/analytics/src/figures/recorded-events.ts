import { Figures, type ProductFigures } from './figures.js';

/** One sale or one refunded line, as figures need it. */
export interface RecordedEvent {
  /** What makes a second time harmless. */
  id: string;
  product_id: number;
  currency: string;
  /** Empty when the event does not say it. */
  name: string;
  /** Milliseconds since 1970. */
  at: number;
  kind: 'sale' | 'refund';
  quantity: number;
  cents: bigint;
}

/** The figures of events, each counted once. */
export function foldEvents(events: Iterable<RecordedEvent>): { count: number; figures: ProductFigures[] } {
  const once = new Map<string, RecordedEvent>();
  for (const event of events) once.set(event.id, event);
  return { count: once.size, figures: new Figures().addAll([...once.values()].map(figuresOf)).list() };
}

function figuresOf({ product_id, currency, name, at, kind, quantity, cents }: RecordedEvent): ProductFigures {
  const named_at = name === '' ? 0 : at;
  const sums =
    kind === 'sale'
      ? { sales: 1, units: quantity, refunds: 0, revenue: cents, refunded: 0n }
      : { sales: 0, units: 0, refunds: 1, revenue: 0n, refunded: cents };
  return { product_id, currency, name, named_at, sums };
}

type StoredEvent = [string, number, string, number, number, RecordedEvent['kind'], number, string];

/** The text of a note: names once, then a line for each event. */
export function encodeEvents(events: readonly RecordedEvent[]): string {
  const names = [...new Set(events.map(({ name }) => name))];
  const lines = events.map(
    ({ id, product_id, currency, name, at, kind, quantity, cents }): StoredEvent => [
      id,
      product_id,
      currency,
      names.indexOf(name),
      at,
      kind,
      quantity,
      String(cents),
    ],
  );
  return [JSON.stringify(names), ...lines.map((line) => line.join(' '))].join('\n');
}

export function decodeEvents(text: string): RecordedEvent[] {
  const [names = '[]', ...lines] = text.split('\n');
  const known = JSON.parse(names) as string[];
  return lines.map((line) => {
    const [id = '', product, currency = '', name, at, kind, quantity, cents = '0'] = line.split(' ');
    return {
      id,
      product_id: Number(product),
      currency,
      name: known[Number(name)] ?? '',
      at: Number(at),
      kind: kind as RecordedEvent['kind'],
      quantity: Number(quantity),
      cents: BigInt(cents),
    };
  });
}
