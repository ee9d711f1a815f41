export type { Attributes } from '@opentelemetry/api';
export { afterEffect, secondsSince } from './after-effect.js';
export { databaseAttributes, messagingAttributes, type Subject, shopAttributes } from './attributes.js';
export { logTogether } from './line-stream.js';
export { createLogger, LOGGER, type Logger, NestLogger, switchLogLevel } from './logger.js';
export { SpanKind, type SpanStart, type TraceSpan, Tracing, type TracingOptions, traceIdOf } from './tracing.js';
