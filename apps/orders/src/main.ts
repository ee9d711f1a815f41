import { refuseInsecureProduction } from '@app/config';
import { runService } from '@app/service';
import { boot } from './boot.js';
import { ordersConfig } from './orders.config.js';

await runService('orders', () => {
  const config = ordersConfig();
  refuseInsecureProduction('orders', config);
  return boot(config);
});
