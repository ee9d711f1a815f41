import { SpanStatusCode } from '@opentelemetry/api';
import { hrTimeToMilliseconds } from '@opentelemetry/core';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';

/** A step that takes this long is worth keeping. */
export const SLOW_MS = 500;

/** Failed or slow: such a span is kept whatever the sampling says. */
export const isNotable = ({ status, duration }: Pick<ReadableSpan, 'status' | 'duration'>): boolean =>
  status.code === SpanStatusCode.ERROR || hrTimeToMilliseconds(duration) >= SLOW_MS;
