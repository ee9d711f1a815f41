import { SignJWT } from 'jose';
import { DEVELOPMENT_TOKEN } from '../../../apps/gateway/src/http/auth/development-token.ts';
import { Random } from '../random.ts';
import { act, type Shelf, type Shopper } from './actions.ts';
import { Client } from './client.ts';
import { type HistoryRecorder, now } from './record-history.ts';

export interface WorkloadOptions {
  edges: readonly string[];
  history: HistoryRecorder;
  seed: number;
  clients: number;
}

/** How long a client goes on asking when the run is over. */
const LAST_ASK_MS = 45_000;
const STOCKS = { hot: 1_000_000, scarce: 20, wide: 500_000 };
const WIDE = 8;

/** Closed-loop clients: each does one thing after the other until told to stop. */
export class Workload {
  readonly shelf: Shelf;
  /** Units that each product has had at first. */
  readonly stocks: Map<number, number>;
  private running = true;
  private until = Number.POSITIVE_INFINITY;
  private ids = 0;
  private readonly clients: Promise<void>[];

  private constructor(options: WorkloadOptions, shelf: Shelf, stocks: Map<number, number>, tokens: string[]) {
    this.shelf = shelf;
    this.stocks = stocks;
    const tag = Date.now().toString(36);
    this.clients = tokens.slice(1).map((token, n) => {
      const random = new Random(options.seed * 1_000 + n);
      const patience = () => this.until;
      const common = { edges: options.edges, history: options.history, random, name: `client-${n}`, patience };
      const shopper: Shopper = {
        name: `client-${n}`,
        client: new Client({ ...common, token }),
        admin: new Client({ ...common, token: tokens[0] ?? '' }),
        random,
        shelf,
        sales: [],
        completed: [],
        newId: (prefix) => `${prefix}-${tag}-${++this.ids}`,
      };
      return this.shop(shopper);
    });
  }

  static async start(options: WorkloadOptions): Promise<Workload> {
    const tokens = await Promise.all([
      tokenOf('admin', 'admin'),
      ...Array.from({ length: options.clients }, (_, n) => tokenOf('buyer', `client-${n}`)),
    ]);
    const stocks = new Map<number, number>();
    const make = async (name: string, stock: number) => {
      const id = await createProduct(options.edges[0] ?? '', tokens[0] ?? '', name, stock);
      stocks.set(id, stock);
      return id;
    };
    const hot = await make('Hot', STOCKS.hot);
    const scarce = await make('Scarce', STOCKS.scarce);
    const wide: number[] = [];
    for (let n = 0; n < WIDE; n++) wide.push(await make(`Wide ${n}`, STOCKS.wide));
    return new Workload(options, { hot, scarce, wide }, stocks, tokens);
  }

  /** Lets each client come to the end of what it does. */
  async stop(): Promise<void> {
    this.running = false;
    this.until = now() + LAST_ASK_MS;
    await Promise.all(this.clients);
  }

  private async shop(shopper: Shopper): Promise<void> {
    while (this.running) await act(shopper);
  }
}

/** Valid for days: one fault sets clocks an hour forward. */
export function tokenOf(role: 'admin' | 'buyer', subject: string): Promise<string> {
  return new SignJWT({ role })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setSubject(subject)
    .setIssuer(DEVELOPMENT_TOKEN.issuer)
    .setAudience(DEVELOPMENT_TOKEN.audience)
    .setExpirationTime('3d')
    .sign(new TextEncoder().encode(DEVELOPMENT_TOKEN.secret));
}

async function createProduct(edge: string, token: string, name: string, stock: number): Promise<number> {
  const answer = await fetch(`${edge}/products`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ name, price_cents: 1_250, currency: 'USD', stock }),
  });
  const body = (await answer.json()) as { id: number };
  if (answer.status !== 201) throw new Error(`POST /products answered ${answer.status}: ${JSON.stringify(body)}`);
  return body.id;
}
