import { type Call, type FaultWindow, isSold } from './history.ts';

/** When a sale happened and when its document was there, milliseconds since 1970. */
export interface Arrival {
  occurred: number;
  recorded: number;
}

/** How long a fault was felt, in seconds. */
export interface Recovery {
  fault: string;
  /** From the strike to the end of the fault itself. */
  lasted: number;
  /** From the strike to the first sale that was asked for after it. */
  firstSale: number | undefined;
  /** The longest time without a sale, from the strike to a few seconds after the end. */
  longestPause: number;
  /** From the end of the fault to the moment when every sale made until then had its document; 0 when they had it before. */
  lastEvent: number;
}

const AFTERMATH_MS = 4_000;

/** Only faults that struck alone: of two at once nobody knows which one was felt. */
export function recoveriesOf(
  calls: readonly Call[],
  arrivals: readonly Arrival[],
  faults: readonly FaultWindow[],
): Recovery[] {
  const sold = calls.filter((call) => call.operation === 'sell' && !call.twist && isSold(call));
  const alone = faults.filter((fault) => !faults.some((other) => other !== fault && overlaps(other, fault)));
  return alone.map(({ name, began, ended }) => {
    const until = ended + AFTERMATH_MS;
    const answered = sold.map(({ returned = 0 }) => returned).filter((at) => at > began && at < until);
    const moments = [began, ...answered.toSorted((a, b) => a - b), until];
    const pauses = moments.slice(1).map((at, n) => at - (moments[n] ?? at));
    const firsts = sold.filter(({ invoked }) => invoked >= began).map(({ returned = 0 }) => returned);
    const last = Math.max(
      ended,
      ...arrivals.filter(({ occurred }) => occurred <= ended).map(({ recorded }) => recorded),
    );
    return {
      fault: name,
      lasted: (ended - began) / 1_000,
      firstSale: firsts.length > 0 ? (Math.min(...firsts) - began) / 1_000 : undefined,
      longestPause: Math.max(...pauses) / 1_000,
      lastEvent: (last - ended) / 1_000,
    };
  });
}

const overlaps = (a: FaultWindow, b: FaultWindow) => a.began < b.ended && b.began < a.ended;
