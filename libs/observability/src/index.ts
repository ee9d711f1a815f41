export { createLogger, type Logger, NestLogger } from './logger.js';
export { LOGGER, ObservabilityModule } from './observability.module.js';
export { type CheckResult, Readiness, type ReadinessReport } from './readiness.js';
export { type RunningService, runService } from './run-service.js';
export { createOpsApp, type OpsAddress, startWorker } from './start-worker.js';
export { SpanKind, type TraceSpan, Tracing, traceIdOf } from './tracing.js';
