export { OpsController } from './ops.http.controller.js';
export { type CheckResult, Readiness, type ReadinessReport } from './readiness.js';
export { type RunningService, runService } from './run-service.js';
export { ServiceModule } from './service.module.js';
export { serviceOf } from './service-of.js';
export { type GrpcAddress, type GrpcApi, type StartedGrpcService, startGrpcService } from './start-grpc-service.js';
export { createOpsApp, type OpsAddress, startWorker } from './start-worker.js';
