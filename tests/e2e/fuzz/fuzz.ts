import { metricOf } from '@app/testing';
import fc from 'fast-check';
import { ApiDocument } from './document.ts';
import { complaintAbout } from './judge.ts';
import { Ledger } from './ledger.ts';
import { type FuzzRequest, requests } from './requests.ts';
import { type FuzzAnswer, Sender } from './send.ts';
import type { Pinned } from './values.ts';

export interface FuzzReport {
  requests: number;
  /** How often each operation answered what: `decreaseStock 201` to its count. */
  answers: Record<string, number>;
  /** The smallest request that was found for what went wrong; undefined when all is well. */
  failure?: string;
  /** Products whose stock is not what the answers add up to. */
  stockDifferences: string[];
  /** Resident memory of the gateway in MB, before and after. */
  memory: { before: number; after: number };
}

/**
 * Sends requests made from the gateway's own OpenAPI document, good and bad, one after another, and judges each answer.
 * Touches only products and dead letters of its own. The same seed makes the same choices.
 */
export async function fuzz(
  baseUrl: string,
  options: { requests: number; seed: number; tokens: { admin: string; buyer: string } },
): Promise<FuzzReport> {
  const document = await ApiDocument.of(baseUrl);
  const ledger = new Ledger();
  const sender = new Sender(baseUrl);
  const answers: Record<string, number> = {};
  const before = await memoryOf(baseUrl);
  const property = fc.asyncProperty(
    requests({ document, tokens: options.tokens, pinned: ownThings() }),
    async (request) => {
      const answer = await sender.send(request);
      const key = `${request.operation?.id ?? 'stray'} ${answer.status}`;
      answers[key] = (answers[key] ?? 0) + 1;
      ledger.note(request, answer);
      const complaint = complaintAbout(document, request, answer);
      if (complaint) throw new Error(`${complaint}\n${described(request, answer)}`);
    },
  );
  const result = await fc.check(property, { numRuns: options.requests, seed: options.seed });
  const stockDifferences = await ledger.differences(sender);
  sender.close();
  return {
    requests: result.numRuns,
    answers: Object.fromEntries(Object.entries(answers).sort()),
    ...(result.failed ? { failure: `${String(result.errorInstance)} (seed ${result.seed})` } : {}),
    stockDifferences,
    memory: { before, after: await memoryOf(baseUrl) },
  };
}

/**
 * Ids that nobody else uses: a few products, which come to be when the fuzzer creates them, an event of nobody, and so
 * few orders and deliveries that they meet again.
 */
function ownThings(): Pinned {
  const first = 1_000_000_000 + (Date.now() % 1_000_000_000);
  const product = fc.integer({ min: first, max: first + 5 });
  const key = fc.oneof(
    fc.integer({ min: 1, max: 50 }).map((n) => `FUZZ-${first}-${n}`),
    fc.stringMatching(/^[\x21-\x7e]{1,64}$/).filter((text) => !/^\.{1,2}$/.test(text)),
  );
  const nobody = fc.constant('00000000-0000-7000-8000-000000000000');
  return {
    ...FIGURES,
    ...ORDERS,
    refund_id: key,
    id: product,
    product_id: product,
    event_id: nobody,
    order_id: key,
    restock_id: key,
    adjustment_id: key,
  };
}

/** Payments of every end, those that take no time; and whatever version of a product is there. */
const ORDERS: Pinned = {
  // Baskets of one currency at the price of now, mostly.
  currency: fc.constantFrom('USD', 'USD', 'USD', 'EUR'),
  expected_total_cents: fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, fc.nat()),
  payment_token: fc.constantFrom('tok_ok', 'tok_ok', 'tok_ok', 'tok_declined', 'tok_capture_refused', 'tok_unknown'),
  'If-Match': fc.oneof({ weight: 3, arbitrary: fc.constant('*') }, fc.stringMatching(/^"[!#-~]{0,40}"$/)),
};

const daysFromNow = (first: number, last: number) =>
  fc.integer({ min: first, max: last }).map((days) => new Date(Date.now() + days * 86_400_000).toISOString());

/** Mostly ranges in which something may have been sold, in zones that exist. */
const FIGURES: Pinned = {
  from: daysFromNow(-120, 1),
  to: daysFromNow(-30, 30),
  time_zone: fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...Intl.supportedValuesOf('timeZone')) },
    { weight: 1, arbitrary: fc.stringMatching(/^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/) },
  ),
};

function described({ operation: _, ...request }: FuzzRequest, { status, body }: FuzzAnswer): string {
  const short = (text = '') => (text.length > 500 ? `${text.slice(0, 500)}… (${text.length})` : text);
  return `${JSON.stringify({ ...request, target: short(request.target), body: short(request.body) })}\n→ ${status} ${short(body)}`;
}

async function memoryOf(baseUrl: string): Promise<number> {
  return Math.round((await metricOf(baseUrl, 'process_resident_memory_bytes')) / 2 ** 20);
}
