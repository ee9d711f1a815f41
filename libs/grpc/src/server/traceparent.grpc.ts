import type { Metadata } from '@grpc/grpc-js';

/** The trace context that a caller sent with its call. */
export function traceparentOf(metadata: Metadata | undefined): string | undefined {
  const value = metadata?.get('traceparent')[0];
  return typeof value === 'string' ? value : undefined;
}
