import type { ServerUnaryCall } from '@grpc/grpc-js';

/** Milliseconds since the epoch until which the caller waits; Infinity without a deadline. */
export function deadlineOf(call: Pick<ServerUnaryCall<unknown, unknown>, 'getDeadline'> | undefined): number {
  return call ? Number(call.getDeadline()) : Number.POSITIVE_INFINITY;
}
