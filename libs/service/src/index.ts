export { type CheckResult, Readiness, type ReadinessReport } from './readiness.js';
export { type RunningService, runService } from './run-service.js';
export { ServiceModule } from './service.module.js';
export { createOpsApp, type OpsAddress, startWorker } from './start-worker.js';
