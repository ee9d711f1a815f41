import type { INestApplication } from '@nestjs/common';
import { Readiness } from './readiness.js';
import type { RunningService } from './run-service.js';

/** A started application as `runService` stops it: not ready at once, then drained, then closed. */
export const serviceOf = (app: INestApplication, drain: () => Promise<void> = async () => {}): RunningService => ({
  close: async () => {
    app.get(Readiness).stop();
    await drain();
    await app.close();
  },
});
