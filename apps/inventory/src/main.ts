import { runService } from '@app/service';
import { boot } from './boot.js';
import { inventoryConfig } from './inventory.config.js';

await runService('inventory', () =>
  boot(inventoryConfig(), (error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }),
);
