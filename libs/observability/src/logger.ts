import { createRequire } from 'node:module';
import type { LoggerService } from '@nestjs/common';
import { type DestinationStream, type Logger, pino } from 'pino';
import { LineStream } from './line-stream.js';

export type { Logger };

/** Injection token of the service's pino logger: `@Inject(LOGGER) logger: Logger`. */
export const LOGGER = Symbol('logger');

/** Never written, on whichever line: an address is in the `[EMAIL]` line only, which is the mail. */
const SECRETS = ['authorization', 'cookie', 'password', 'payment_token', 'customer_email'];

const CENSOR = '[Redacted]';

const loggers: Logger[] = [];
let saysMore = false;

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
    formatters: { level: (level: string) => ({ level }), log: withoutNestedSecrets },
    redact: SECRETS,
    serializers: { err: (error: Error) => censored(pino.stdSerializers.err(error)) },
  };
  const logger = pino(options, new LineStream(to));
  loggers.push(logger);
  return logger;
}

const outputs = new Map<boolean, DestinationStream>();

/** One for all loggers of the process: each buffers for itself, and the last words of one would overtake lines of another. */
function stdout(sync: boolean): DestinationStream {
  const known = outputs.get(sync);
  if (known) return known;
  const output = process.stdout.isTTY ? prettyOutput() : pino.destination({ dest: 1, sync });
  outputs.set(sync, output);
  return output;
}

/** It is loaded for a terminal only. */
function prettyOutput(): DestinationStream {
  const pretty: typeof import('pino-pretty') = createRequire(import.meta.url)('pino-pretty');
  return pretty({ ignore: 'service', messageKey: 'msg', sync: true });
}

/**
 * Also in the objects on a line. pino would do it for paths like `*.password`, but clones and searches each value of each line then, texts
 * as well, which is most of what a line costs. Errors are left to their serializer.
 */
function withoutNestedSecrets(line: Record<string, unknown>): Record<string, unknown> {
  let safe = line;
  for (const name in line) {
    const value = line[name];
    const shown = value instanceof Error ? value : censored(value);
    if (shown === value) continue;
    if (safe === line) safe = { ...line };
    safe[name] = shown;
  }
  return safe;
}

function censored(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const secrets = SECRETS.filter((name) => name in value);
  return secrets.length === 0 ? value : { ...value, ...Object.fromEntries(secrets.map((name) => [name, CENSOR])) };
}

/** Every logger of this process says more, or what `LOG_LEVEL` says again. @returns the level from now on */
export function switchLogLevel(): string {
  saysMore = !saysMore;
  const level = saysMore ? 'debug' : levelOf(process.env.LOG_LEVEL);
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
