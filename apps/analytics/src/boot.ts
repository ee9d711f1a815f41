import { ANALYTICS_PACKAGE, ANALYTICS_PROTO_PATH, STORY_PACKAGE, STORY_PROTO_PATH } from '@app/contracts';
import { GrpcHealth, grpcOptions } from '@app/grpc';
import { RmqStrategy } from '@app/messaging';
import { startWorker } from '@app/service';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { AnalyticsConfig } from './analytics.config.js';
import { AppModule } from './app.module.js';

/** The service, consuming and listening. Neither the broker nor the database has to be there. */
export async function boot(config: AnalyticsConfig): Promise<NestFastifyApplication> {
  const { GRPC_HOST: host, GRPC_PORT: port } = config;
  const health = new GrpcHealth(['analytics.Figures', 'story.Story', 'story.Traces']);
  const server = grpcOptions(
    { host, port, package: [ANALYTICS_PACKAGE, STORY_PACKAGE], protoPath: [ANALYTICS_PROTO_PATH, STORY_PROTO_PATH] },
    health,
  );
  const app = await startWorker('analytics', AppModule.forRoot(config), RmqStrategy, config, [server]);
  health.set(true);
  return app;
}
