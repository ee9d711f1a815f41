import { runService } from '@app/observability';
import { appModule } from './app.module.js';
import { createApp } from './create-app.js';
import { drain } from './drain.js';
import { gatewayConfig } from './gateway.config.js';
import { listen } from './listen.js';
import { refuseInsecureProduction } from './security/insecure-production.js';

await runService('gateway', async () => {
  const config = gatewayConfig();
  refuseInsecureProduction(config);
  const app = await createApp(appModule(config), config);
  await listen(app, config);
  return { close: () => drain(app) };
});
