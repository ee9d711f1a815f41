// A jest runner of two lanes that go side by side: the e2e specs share one shop, which they break and heal, so they run
// one after the other, in jest's own process; all other spec files share nothing but engines and run in workers.
import { createRequire } from 'node:module';

const { default: TestRunner } = createRequire(import.meta.url)('jest-runner');
const isAlone = ({ context }) => context.config.displayName?.name === 'e2e';

export default class TestLanes extends TestRunner {
  async runTests(tests, watcher, { serial }) {
    if (serial) return super.runTests(tests, watcher, { serial });
    const alone = tests.filter(isAlone);
    const beside = tests.filter((test) => !isAlone(test));
    await Promise.all([
      alone.length > 0 && super.runTests(alone, watcher, { serial: true }),
      beside.length > 0 && super.runTests(beside, watcher, { serial: false }),
    ]);
  }
}
