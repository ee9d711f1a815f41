import 'reflect-metadata';
import { Readiness, runService } from '@app/service';
import { createApp } from './create-app.js';
import { readConfig } from './notifications.config.js';

await runService('notifications', async () => {
  const app = await createApp(readConfig());
  return {
    close: async () => {
      app.get(Readiness).stop();
      await app.close();
    },
  };
});
