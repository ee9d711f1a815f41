import { SpanStatusCode } from '@opentelemetry/api';
import { hrTimeToMilliseconds } from '@opentelemetry/core';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';

/** A step that takes this long is worth keeping. */
export const SLOW_MS = 500;

/** Failed or slow: such a step is kept whatever the sampling says. */
export const isWorthKeeping = (hasFailed: boolean, milliseconds: number): boolean =>
  hasFailed || milliseconds >= SLOW_MS;

/** The same of a span. */
export const isNotable = ({ status, duration }: Pick<ReadableSpan, 'status' | 'duration'>): boolean =>
  isWorthKeeping(status.code === SpanStatusCode.ERROR, hrTimeToMilliseconds(duration));
