import { RmqStrategy } from '@app/messaging';
import { startWorker } from '@app/service';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { AnalyticsConfig } from './analytics.config.js';
import { AppModule } from './app.module.js';

/** The service, consuming and listening. Neither the broker nor the database has to be there. */
export const createApp = (config: AnalyticsConfig): Promise<NestFastifyApplication> =>
  startWorker('analytics', AppModule.forRoot(config), RmqStrategy, config);
