import { setGlobalProxyFromEnv } from 'node:http';
import { outboundProxy } from '@app/config';
import { createLogger, switchLogLevel } from '@app/observability';
import { returnStartMemory } from './return-start-memory.js';
import { StopSignals } from './stop-signals.js';

/** What `runService` needs of a started application: a close that drains. */
export interface RunningService {
  close(): Promise<void>;
}

const CLOSE_TIMEOUT_MS = 18_000;

/**
 * Starts one service and stops it on SIGTERM or SIGINT; more signals do not hurry it, unless three come within a second. A start that fails ends the process with one clear message and
 * exit code 1; a stop that drains in time ends it with 0; an unhandled rejection is a bug and ends it with 1.
 *
 * @param startMemory `kept` by who is on the path of a sale: after a collection that was asked for V8 collects so often that they sell a quarter less
 */
export async function runService(
  name: string,
  boot: () => Promise<RunningService>,
  startMemory: 'returned' | 'kept' = 'returned',
): Promise<void> {
  const logger = createLogger(name);
  const crash = (error: unknown) => {
    logger.fatal({ err: error }, 'unexpected failure');
    process.exit(1);
  };
  process.on('unhandledRejection', crash);
  process.on('uncaughtException', crash);
  process.on('SIGUSR2', () => logger.warn({ level_now: switchLogLevel() }, 'log level switched by SIGUSR2'));
  const proxy = outboundProxy();
  if (proxy) setGlobalProxyFromEnv(proxy);
  try {
    const service = await boot();
    if (startMemory === 'returned') returnStartMemory();
    const received = new StopSignals();
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => onSignal(signal, received, service));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? startFailure(error) : String(error)}\n`);
    process.exit(1);
  }

  function onSignal(signal: string, received: StopSignals, service: RunningService): void {
    const answer = received.next(Date.now());
    if (answer === 'drain') void stop(signal, service);
    if (answer === 'drain-on')
      logger.info({ signal }, 'draining already; three signals within a second end the process without draining');
    if (answer === 'end') {
      logger.error({ signal }, 'ended by three signals within a second: not drained');
      process.exit(1);
    }
  }

  async function stop(signal: string, service: RunningService): Promise<void> {
    logger.info({ signal }, 'stopping');
    setTimeout(() => {
      logger.error(`not drained within ${CLOSE_TIMEOUT_MS} ms`);
      process.exit(1);
    }, CLOSE_TIMEOUT_MS).unref();
    await service.close();
    logger.info('stopped');
    process.exit(0);
  }
}

/** Expected start failures (they have a name of their own) are one message; anything else is a bug and shows its stack. */
function startFailure(error: Error): string {
  return error.name === 'Error' || error.name === 'TypeError' ? (error.stack ?? error.message) : error.message;
}
