import 'reflect-metadata';
import { refuseInsecureProduction } from '@app/config';
import { runService, serviceOf } from '@app/service';
import { analyticsConfig } from './analytics.config.js';
import { boot } from './boot.js';

await runService('analytics', async () => {
  const config = analyticsConfig();
  refuseInsecureProduction('analytics', config);
  return serviceOf(await boot(config));
});
