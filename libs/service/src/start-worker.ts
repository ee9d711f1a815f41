import { LOGGER, type Logger, NestLogger } from '@app/observability';
import type { DynamicModule, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { CustomTransportStrategy, MicroserviceOptions } from '@nestjs/microservices';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { OpsProblemFilter } from './ops-problem.http.filter.js';

/** Where a service is asked for its health and its metrics. */
export interface OpsAddress {
  OPS_HOST: string;
  OPS_PORT: number;
}

/** A service whose HTTP port is for its operators: its log is Nest's log, its errors are problem details. Does not listen yet. */
export async function createOpsApp(module: DynamicModule): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(module, new FastifyAdapter(), {
    abortOnError: false,
    bufferLogs: true,
  });
  const logger = app.get<Logger>(LOGGER);
  app.useLogger(new NestLogger(logger));
  app.useGlobalFilters(new OpsProblemFilter(logger));
  return app;
}

/**
 * A service that consumes by `strategy` (a provider of `module`), consuming and listening. Nothing it needs has to be there.
 * @param servers what else it serves, gRPC for example
 */
export async function startWorker(
  name: string,
  module: DynamicModule,
  strategy: Type<CustomTransportStrategy>,
  { OPS_HOST: host, OPS_PORT: port }: OpsAddress,
  servers: readonly MicroserviceOptions[] = [],
): Promise<NestFastifyApplication> {
  const app = await createOpsApp(module);
  app.connectMicroservice<MicroserviceOptions>({ strategy: app.get(strategy) });
  for (const server of servers) app.connectMicroservice<MicroserviceOptions>(server);
  await app.startAllMicroservices();
  await app.listen(port, host);
  app.get<Logger>(LOGGER).info({ host, port }, `${name} is up`);
  return app;
}
