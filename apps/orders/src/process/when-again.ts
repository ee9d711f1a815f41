import type { Order } from '../order/order.js';
import { lastMomentToPay } from './next-step.js';
import type { Unknown } from './outcome.js';

const FIRST_MS = 1_000;
const LONGEST_MS = 300_000;
const PATIENT_MS = 5_000;

/** Milliseconds until an effect is tried again: 1 s, doubled up to 5 minutes; but no order misses the end of its reservation. */
export function whenAgain(order: Order, { patient }: Unknown, tries: number, now: number): number {
  const pause = patient ? PATIENT_MS : Math.min(FIRST_MS * 2 ** Math.min(tries, 10), LONGEST_MS);
  if (order.state !== 'reserved') return pause;
  const left = lastMomentToPay(order) - now;
  return left > 0 ? Math.min(pause, left) : pause;
}
