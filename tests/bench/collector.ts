import { freePort } from '../../libs/testing/src/free-port.ts';
import { startProcess } from '../../libs/testing/src/node-process.ts';
import type { Reference } from './references.ts';

/** An OTLP collector in a process of its own that throws away what it gets. */
export async function startCollector(): Promise<Reference> {
  const port = await freePort();
  const { stop } = await startProcess('tests/bench/references/collector', { PORT: String(port) }, { port });
  return { url: `http://127.0.0.1:${port}`, stop };
}
