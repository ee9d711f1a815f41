export { type Answer, GrpcChannel, type Peer } from './client/channel.grpc.js';
export { isOutage, PeerFailures } from './client/peer-failures.js';
export {
  FailureFilter,
  type ServiceFailures,
  serviceFailures,
  toStatus,
} from './server/failure.grpc.js';
export { GrpcHealth, type GrpcServing, grpcOptions } from './server/grpc-server.js';
export { traceparentOf } from './server/traceparent.grpc.js';
