import 'reflect-metadata';
import { Readiness, runService } from '@app/service';
import { readConfig } from './analytics.config.js';
import { createApp } from './create-app.js';

await runService('analytics', async () => {
  const app = await createApp(readConfig());
  return {
    close: async () => {
      app.get(Readiness).stop();
      await app.close();
    },
  };
});
