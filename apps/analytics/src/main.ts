import 'reflect-metadata';
import { refuseInsecureProduction } from '@app/config';
import { Readiness, runService } from '@app/service';
import { analyticsConfig } from './analytics.config.js';
import { createApp } from './create-app.js';

await runService('analytics', async () => {
  const config = analyticsConfig();
  refuseInsecureProduction('analytics', config);
  const app = await createApp(config);
  return {
    close: async () => {
      app.get(Readiness).stop();
      await app.close();
    },
  };
});
