import 'reflect-metadata';
import { refuseInsecureProduction } from '@app/config';
import { Readiness, runService } from '@app/service';
import { createApp } from './create-app.js';
import { notificationsConfig } from './notifications.config.js';

await runService('notifications', async () => {
  const config = notificationsConfig();
  refuseInsecureProduction('notifications', config);
  const app = await createApp(config);
  return {
    close: async () => {
      app.get(Readiness).stop();
      await app.close();
    },
  };
});
