import { GrpcHealth, grpcOptions } from '@app/grpc';
import { LOGGER, type Logger } from '@app/observability';
import { DatabaseWatch } from '@app/postgres';
import type { DynamicModule } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { serviceOf } from './service-of.js';
import { createOpsApp, type OpsAddress } from './start-worker.js';

/** Where a service answers the other parts of the shop, and its operators. */
export interface GrpcAddress extends OpsAddress {
  GRPC_HOST: string;
  GRPC_PORT: number;
}

/** What a service answers: full names of its gRPC services, their packages and proto files. */
export interface GrpcApi {
  services: readonly string[];
  package: string[];
  protoPath: string[];
}

/** A started service. `drain` of `close` runs when nothing new is taken any more, and before connections end. */
export interface StartedGrpcService {
  app: NestFastifyApplication;
  close(drain?: () => Promise<void>): Promise<void>;
}

/**
 * A service that answers by gRPC from a database of its own (`DatabaseWatch` is a provider of `module`), listening. The
 * database does not have to be there; gRPC health follows it.
 * @param onWrongSchema called when the database comes later and has another schema; ends the process unless it is given
 * @throws {SchemaVersionError} when the database has another schema
 */
export async function startGrpcService(
  name: string,
  module: DynamicModule,
  { services, ...protos }: GrpcApi,
  { GRPC_HOST: host, GRPC_PORT: port, OPS_HOST, OPS_PORT }: GrpcAddress,
  onWrongSchema: (error: Error) => void = endProcess,
): Promise<StartedGrpcService> {
  const app = await createOpsApp(module);
  const health = new GrpcHealth(services);
  const watch = app.get(DatabaseWatch);
  watch.onChange((usable) => health.set(usable));
  await watch.start(onWrongSchema).catch(async (error) => {
    await app.close();
    throw error;
  });
  app.connectMicroservice(grpcOptions({ host, port, ...protos }, health));
  await app.startAllMicroservices();
  await app.listen(OPS_PORT, OPS_HOST);
  app.get<Logger>(LOGGER).info({ grpc: `${host}:${port}`, ops: `${OPS_HOST}:${OPS_PORT}` }, `${name} is listening`);
  const close = (drain?: () => Promise<void>) =>
    serviceOf(app, async () => {
      health.set(false);
      await drain?.();
    }).close();
  return { app, close };
}

function endProcess(error: Error): void {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
