export type { Attributes } from '@opentelemetry/api';
export { afterEffect, secondsSince } from './after-effect.js';
export { messagingAttributes, type Subject, shopAttributes } from './attributes.js';
export { logTogether } from './line-stream.js';
export { createLogger, LOGGER, type Logger, NestLogger } from './logger.js';
export { SpanKind, type TraceSpan, Tracing, traceIdOf } from './tracing.js';
