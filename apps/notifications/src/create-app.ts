import { RmqStrategy } from '@app/messaging';
import { startWorker } from '@app/service';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import type { NotificationsConfig } from './notifications.config.js';

/** The service, consuming and listening. Neither the broker nor the database has to be there. */
export const createApp = (config: NotificationsConfig): Promise<NestFastifyApplication> =>
  startWorker('notifications', AppModule.forRoot(config), RmqStrategy, config);
