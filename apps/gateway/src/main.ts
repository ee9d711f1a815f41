import { runService } from '@app/service';
import { AppModule } from './app.module.js';
import { gatewayConfig } from './gateway.config.js';
import { createApp } from './http/create-app.js';
import { drain } from './http/drain.js';
import { listen } from './http/listen.js';
import { refuseOpenProduction } from './http/security/insecure-production.js';

await runService(
  'gateway',
  async () => {
    const config = gatewayConfig();
    refuseOpenProduction(config);
    const app = await createApp(AppModule.forRoot(config), config);
    await listen(app, config);
    return { close: () => drain(app) };
  },
  'kept',
);
