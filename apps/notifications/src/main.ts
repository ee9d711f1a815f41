import 'reflect-metadata';
import { refuseInsecureProduction } from '@app/config';
import { runService, serviceOf } from '@app/service';
import { boot } from './boot.js';
import { notificationsConfig } from './notifications.config.js';

await runService('notifications', async () => {
  const config = notificationsConfig();
  refuseInsecureProduction('notifications', config);
  return serviceOf(await boot(config));
});
