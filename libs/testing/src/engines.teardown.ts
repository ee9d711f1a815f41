import { discardEngines } from '../../../stack/start-engines.ts';
import { running } from './engines.setup.ts';

export default async function tearDownEngines(): Promise<void> {
  const stack = await running.stack?.catch(() => undefined);
  await (stack && discardEngines(stack));
}
