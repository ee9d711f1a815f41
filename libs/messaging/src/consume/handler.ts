import { textOf, within } from '@app/base';
import { allOf, type Gathering, paced, slots } from '@app/batching';
import type { Delivery } from './delivery.js';
import { type Disposition, dispositionsOf } from './disposition.js';

/** How deliveries of one type reach their handler: at most `max` in a call, when `gather` says so. */
export type LaneShape = { readonly max: number; readonly gather: Gathering };

/** A handler must decide within this time; the broker's own limit is 30 minutes and costs the whole channel. */
export const HANDLER_BUDGET_MS = 60_000;

/** One handler and how it wants its deliveries. */
export type Handler = {
  /** Gets an array when `batch`, else one delivery. */
  readonly call: (data: Delivery | Delivery[]) => Promise<unknown>;
  readonly batch: boolean;
  readonly shape: LaneShape;
};

/** Options of a handler: third argument of `@EventPattern(type, undefined, extras)`. */
export type HandlerExtras = {
  /** Get arrays of up to `max` deliveries. The first goes at once, the next ones wait for each other, at most `waitMs`. */
  readonly batch?: { readonly max: number; readonly waitMs: number };
  /** Calls at the same time; default 5 for single deliveries, 1 for batches. */
  readonly concurrency?: number;
};

/** Batches as a service configures them, whatever the handlers' decorators say. */
export type Batches = { readonly max: number; readonly waitMs: number; readonly concurrency: number };

/** Single deliveries go to a handler five at a time, batches one at a time. */
export function shapeOf(
  { batch, concurrency }: HandlerExtras,
  service: { readonly concurrency?: number; readonly batches?: Batches } = {},
): LaneShape {
  if (!batch) return { max: 1, gather: slots(concurrency ?? service.concurrency ?? 5) };
  const { max, waitMs, concurrency: calls = 1 } = service.batches ?? { ...batch, concurrency };
  return { max, gather: allOf(slots(calls), paced(waitMs)) };
}

/** Asks the handler; whatever it throws, and its silence, is a transient failure. */
export async function decide(handler: Handler, deliveries: Delivery[]): Promise<Disposition[]> {
  const [first] = deliveries;
  try {
    const decided = handler.call(handler.batch || !first ? deliveries : first);
    // A handler that never decides must not keep a stopping process alive.
    const result = await within(HANDLER_BUDGET_MS, decided, () => TOO_LATE);
    return dispositionsOf(result, deliveries.length);
  } catch (error) {
    return deliveries.map(() => ({ retry: textOf(error) }));
  }
}

const TOO_LATE = { retry: `the handler took more than ${HANDLER_BUDGET_MS / 1000} s` };
