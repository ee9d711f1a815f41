import { isIPv6 } from 'node:net';
import { PROTO_LOADER_OPTIONS } from '@app/contracts';
import { type GrpcOptions, Transport } from '@nestjs/microservices';
import { HealthImplementation } from 'grpc-health-check';

/** grpc.health.v1: what load balancers and orchestrators ask. The status of the whole server, and of each service by its full name. */
export class GrpcHealth {
  private readonly names: string[];
  private readonly implementation: HealthImplementation;

  constructor(services: readonly string[]) {
    this.names = ['', ...services];
    this.implementation = new HealthImplementation(
      Object.fromEntries(this.names.map((name) => [name, 'NOT_SERVING' as const])),
    );
  }

  addTo(server: Parameters<HealthImplementation['addToServer']>[0]): void {
    this.implementation.addToServer(server);
  }

  set(serving: boolean): void {
    for (const name of this.names) this.implementation.setStatus(name, serving ? 'SERVING' : 'NOT_SERVING');
  }
}

/** Where a server listens and what it serves. */
export interface GrpcServing {
  host: string;
  port: number;
  package: string | string[];
  protoPath: string | string[];
}

/** Options of a gRPC server between parts of the shop. */
export function grpcOptions(serving: GrpcServing, health: GrpcHealth): GrpcOptions {
  return {
    transport: Transport.GRPC,
    options: {
      url: `${isIPv6(serving.host) ? `[${serving.host}]` : serving.host}:${serving.port}`,
      package: serving.package,
      protoPath: serving.protoPath,
      loader: PROTO_LOADER_OPTIONS,
      gracefulShutdown: true,
      onLoadPackageDefinition: (_definition, server) => health.addTo(server),
      // Connections whose client has vanished without a word. grpc-js answers any number of a client's own pings.
      channelOptions: { 'grpc.keepalive_time_ms': 30_000, 'grpc.keepalive_timeout_ms': 10_000 },
    },
  };
}
