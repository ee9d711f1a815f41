import type { ServerUnaryCall } from '@grpc/grpc-js';
import { Standstill } from './standstill.js';

/** Who waits for the answer to a call. */
export interface Caller {
  /** Milliseconds since the epoch until which it waits; Infinity without a deadline. */
  readonly deadline: number;
  /**
   * True when it may have asked another instance since, whose answer it believes: it has given the call up, its connection is lost,
   * or this process stood still. Then nothing may happen for it any more.
   */
  readonly mayBeGone: boolean;
}

const standstill = new Standstill();

/** The caller of a call that has just arrived; without a call it waits permanently. */
export function callerOf(
  call: Pick<ServerUnaryCall<unknown, unknown>, 'getDeadline' | 'cancelled'> | undefined,
): Caller {
  const arrived = performance.now();
  return {
    deadline: call ? Number(call.getDeadline()) : Number.POSITIVE_INFINITY,
    get mayBeGone() {
      return (call?.cancelled ?? false) || standstill.since(arrived);
    },
  };
}
