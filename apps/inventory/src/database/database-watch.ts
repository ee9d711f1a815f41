import { LOGGER, type Logger } from '@app/observability';
import { assertSchemaVersion, migrationsFolder, type Pool, SchemaVersionError } from '@app/postgres';
import { Readiness } from '@app/service';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { POOL } from './pools.js';

const INTERVAL_MS = 1_000;

type State = { kind: 'unchecked' } | { kind: 'usable' } | { kind: 'unreachable'; reason: string } | { kind: 'stopped' };

/** Knows whether the database answers and has the right schema. The service starts without it and recovers by itself. */
@Injectable()
export class DatabaseWatch implements OnApplicationShutdown {
  private state: State = { kind: 'unchecked' };
  private schemaChecked = false;
  private timer: NodeJS.Timeout | undefined;
  private readonly listeners: ((usable: boolean) => void)[] = [];

  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(LOGGER) private readonly logger: Logger,
    readiness: Readiness,
  ) {
    readiness.add('database', async () => {
      await this.check();
      return this.state.kind === 'usable'
        ? { ok: true }
        : { ok: false, reason: this.state.kind === 'unreachable' ? this.state.reason : this.state.kind };
    });
  }

  /** Called at once and on each change. */
  onChange(listener: (usable: boolean) => void): void {
    this.listeners.push(listener);
    listener(this.state.kind === 'usable');
  }

  /**
   * Checks now and then every second.
   * @throws {SchemaVersionError} at once when the schema is another one
   * @param onWrongSchema told when that is found out later, because the database was down at first
   */
  async start(onWrongSchema: (error: SchemaVersionError) => void): Promise<void> {
    await this.check();
    const again = async () => {
      try {
        await this.check();
      } catch (error) {
        onWrongSchema(error as SchemaVersionError);
      }
      if (this.state.kind !== 'stopped') this.timer = setTimeout(() => void again(), INTERVAL_MS).unref();
    };
    this.timer = setTimeout(() => void again(), INTERVAL_MS).unref();
  }

  onApplicationShutdown(): void {
    clearTimeout(this.timer);
    this.become({ kind: 'stopped' });
  }

  private async check(): Promise<void> {
    if (this.state.kind === 'stopped') return;
    try {
      if (this.schemaChecked) await this.pool.query('SELECT 1');
      else await assertSchemaVersion(this.pool, migrationsFolder('inventory'));
      this.schemaChecked = true;
      this.become({ kind: 'usable' });
    } catch (error) {
      this.become({ kind: 'unreachable', reason: reasonOf(error) });
      if (error instanceof SchemaVersionError) throw error;
    }
  }

  private become(state: State): void {
    if (this.state.kind === 'stopped') return;
    const before = this.state.kind;
    this.state = state;
    if (before === state.kind) return;
    if (state.kind === 'unreachable') this.logger.warn({ reason: state.reason }, 'the database does not answer');
    if (state.kind === 'usable') this.logger.info('the database answers');
    for (const listener of this.listeners) listener(state.kind === 'usable');
  }
}

/** For people, without the address or user in the driver's own text. */
function reasonOf(error: unknown): string {
  if (error instanceof SchemaVersionError) return error.message;
  const code = (error instanceof AggregateError ? error.errors[0] : error) as { code?: string };
  return code.code ? `the database does not answer (${code.code})` : 'the database does not answer';
}
