import type { LoggerService } from '@nestjs/common';
import { type DestinationStream, type Logger, pino } from 'pino';
import pretty from 'pino-pretty';
import { LineStream } from './line-stream.js';

export type { Logger };

/** Injection token of the service's pino logger: `@Inject(LOGGER) logger: Logger`. */
export const LOGGER = Symbol('logger');

/** Never written, on whichever line: an address is in the `[EMAIL]` line only, which is the mail. */
const SECRETS = ['authorization', 'cookie', 'password', 'payment_token', 'customer_email'];

const loggers: Logger[] = [];

interface LogOptions {
  /** Each line has left the process when the call returns, so that a crash takes none with it. */
  sync?: boolean;
  /** Instead of stdout. */
  to?: DestinationStream;
}

/**
 * JSON lines on stdout, readable lines on a terminal. `LOG_LEVEL` (default `info`) decides what is written.
 * @param service written as `service` on every line
 */
export function createLogger(service: string, { sync = false, to = stdout(sync) }: LogOptions = {}): Logger {
  const options = {
    level: levelOf(process.env.LOG_LEVEL),
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (level: string) => ({ level }) },
    redact: SECRETS.flatMap((name) => [name, `*.${name}`]),
  };
  const logger = pino(options, new LineStream(to));
  loggers.push(logger);
  return logger;
}

const stdout = (sync: boolean): DestinationStream =>
  process.stdout.isTTY
    ? pretty({ ignore: 'service', messageKey: 'msg', sync: true })
    : pino.destination({ dest: 1, sync });

/** Every logger of this process says more, or what `LOG_LEVEL` says again. @returns the level from now on */
export function switchLogLevel(): string {
  const usual = levelOf(process.env.LOG_LEVEL);
  const level = loggers[0]?.level === usual ? 'debug' : usual;
  for (const logger of loggers) logger.level = level;
  return level;
}

/** A level that pino does not know is a configuration error, which the service reports with all others: until then `info`. */
function levelOf(name = ''): string {
  return name in pino.levels.values || name === 'silent' ? name : 'info';
}

/** Nest's own lines through the same logger: its start-up chatter at `debug`. */
export class NestLogger implements LoggerService {
  private readonly logger: Logger;

  constructor(logger: Logger) {
    this.logger = logger;
  }

  log(message: unknown, context?: string): void {
    this.logger.debug({ context }, String(message));
  }

  debug(message: unknown, context?: string): void {
    this.logger.debug({ context }, String(message));
  }

  verbose(message: unknown, context?: string): void {
    this.logger.trace({ context }, String(message));
  }

  warn(message: unknown, context?: string): void {
    this.logger.warn({ context }, String(message));
  }

  error(message: unknown, stack?: string, context?: string): void {
    this.logger.error({ context, stack }, String(message));
  }

  fatal(message: unknown, context?: string): void {
    this.logger.fatal({ context }, String(message));
  }
}
