import { STORY_PACKAGE, STORY_PROTO_PATH } from '@app/contracts';
import { GrpcHealth, grpcOptions } from '@app/grpc';
import { RmqStrategy } from '@app/messaging';
import { startWorker } from '@app/service';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import type { NotificationsConfig } from './notifications.config.js';

/** The service, consuming, answering and listening. Neither the broker nor the database has to be there. */
export function boot(config: NotificationsConfig): Promise<NestFastifyApplication> {
  const { GRPC_HOST: host, GRPC_PORT: port } = config;
  const health = new GrpcHealth(['story.Story', 'story.Traces']);
  health.set(true);
  const grpc = grpcOptions({ host, port, package: STORY_PACKAGE, protoPath: STORY_PROTO_PATH }, health);
  return startWorker('notifications', AppModule.forRoot(config), RmqStrategy, config, [grpc]);
}
