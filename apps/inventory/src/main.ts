import { refuseInsecureProduction } from '@app/config';
import { runService } from '@app/service';
import { boot } from './boot.js';
import { inventoryConfig } from './inventory.config.js';

await runService(
  'inventory',
  () => {
    const config = inventoryConfig();
    refuseInsecureProduction('inventory', config);
    return boot(config);
  },
  'kept',
);
