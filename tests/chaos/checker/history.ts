/** What clients do. */
export type Operation =
  | 'sell'
  | 'read-stock'
  | 'restock'
  | 'price'
  | 'order'
  | 'read-order'
  | 'cancel'
  | 'refund'
  | 'adjust';

/** One request of a call and what came back. */
export interface Attempt {
  at: number;
  edge: number;
  /** 0: no answer. */
  status: number;
  problem?: string;
}

/** One thing that a client wanted, asked for until the answer was definite. Times are milliseconds since 1970. */
export interface Call {
  number: number;
  client: string;
  operation: Operation;
  /** order_id, restock_id, refund_id: what makes a repetition the same. */
  key: string;
  product_id?: number;
  quantity?: number;
  /** Of an order. */
  lines?: { product_id: number; quantity: number }[];
  /** Of an order. */
  token?: string;
  /** `other`: the key with another body. `again`: a call that was answered before. */
  twist?: 'other' | 'again';
  invoked: number;
  /** Undefined: nobody knows whether it took effect. */
  returned?: number;
  status?: number;
  problem?: string;
  /** The body byte by byte. */
  text?: string;
  attempts: Attempt[];
}

/** A line of the file: the beginning of a call, one of its attempts, or its end (`ok`, `fail`: refused, `info`: unknown). */
export type HistoryLine =
  | ({ type: 'invoke' } & Omit<Call, 'attempts' | 'returned' | 'status' | 'problem' | 'text'>)
  | ({ type: 'attempt'; number: number } & Attempt)
  | ({ type: 'ok' | 'fail' | 'info'; number: number } & Pick<Call, 'returned' | 'status' | 'problem' | 'text'>);

/** A fault as it was: from the strike to the moment when everything that it bent was straight again. */
export interface FaultWindow {
  name: string;
  began: number;
  ended: number;
}

/** The calls that the lines tell of. */
export function callsOf(lines: readonly HistoryLine[]): Call[] {
  const calls = new Map<number, Call>();
  for (const line of lines) {
    const { type, ...rest } = line;
    if (type === 'invoke') calls.set(line.number, { ...(rest as Call), attempts: [] });
    else if (type === 'attempt') calls.get(line.number)?.attempts.push(rest as Attempt);
    else Object.assign(calls.get(line.number) ?? {}, rest);
  }
  return [...calls.values()];
}

export const isSold = ({ status }: Pick<Call, 'status'>) => status === 200 || status === 201;

/** Whether a request of it may have taken effect without anybody having been told. */
export const wasUnsure = ({ attempts }: Call) =>
  attempts.some(({ status }) => status === 0 || status === 502 || status === 503 || status === 504);
