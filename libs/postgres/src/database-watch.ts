import type { Pool } from 'pg';
import { assertSchemaVersion, SchemaVersionError } from './schema-version.pg.js';

const INTERVAL_MS = 1_000;

type State = { kind: 'unchecked' } | { kind: 'usable' } | { kind: 'unreachable'; reason: string } | { kind: 'stopped' };

/** What it says to people when the state changes. */
interface Log {
  warn(facts: object, message: string): void;
  info(message: string): void;
}

/** Knows whether the database answers and has the right schema. A service starts without it and recovers by itself. */
export class DatabaseWatch {
  private readonly pool: Pool;
  private readonly folder: string;
  private readonly log: Log;
  private state: State = { kind: 'unchecked' };
  private schemaChecked = false;
  private checkedAt = Number.NEGATIVE_INFINITY;
  private timer: NodeJS.Timeout | undefined;
  private readonly listeners: ((usable: boolean) => void)[] = [];

  /** @param folder the migrations that the program was written for */
  constructor(pool: Pool, folder: string, log: Log) {
    this.pool = pool;
    this.folder = folder;
    this.log = log;
  }

  /** For a readiness check: asks now. */
  async report(): Promise<{ ok: true } | { ok: false; reason: string }> {
    await this.check();
    if (this.state.kind === 'usable') return { ok: true };
    return { ok: false, reason: this.state.kind === 'unreachable' ? this.state.reason : this.state.kind };
  }

  /** Called at once and on each change. */
  onChange(listener: (usable: boolean) => void): void {
    this.listeners.push(listener);
    listener(this.state.kind === 'usable');
  }

  /**
   * Checks now and then every second, unless a readiness check has just done so.
   * @throws {SchemaVersionError} at once when the schema is another one
   * @param onWrongSchema called when that is found out later, because the database was down at first
   */
  async start(onWrongSchema: (error: SchemaVersionError) => void): Promise<void> {
    await this.check();
    const again = async () => {
      try {
        if (performance.now() - this.checkedAt >= INTERVAL_MS / 2) await this.check();
      } catch (error) {
        onWrongSchema(error as SchemaVersionError);
      }
      if (this.state.kind !== 'stopped') this.timer = setTimeout(() => void again(), INTERVAL_MS).unref();
    };
    this.timer = setTimeout(() => void again(), INTERVAL_MS).unref();
  }

  /** From now on it is not usable, whatever it answers. */
  stop(): void {
    clearTimeout(this.timer);
    this.become({ kind: 'stopped' });
  }

  private async check(): Promise<void> {
    if (this.state.kind === 'stopped') return;
    try {
      if (this.schemaChecked) await this.pool.query('SELECT 1');
      else await assertSchemaVersion(this.pool, this.folder);
      this.schemaChecked = true;
      this.checkedAt = performance.now();
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
    if (state.kind === 'unreachable') this.log.warn({ reason: state.reason }, 'the database does not answer');
    if (state.kind === 'usable') this.log.info('the database answers');
    for (const listener of this.listeners) listener(state.kind === 'usable');
  }
}

/** For people, without the address or user in the driver's own text. */
function reasonOf(error: unknown): string {
  if (error instanceof SchemaVersionError) return error.message;
  const code = (error instanceof AggregateError ? error.errors[0] : error) as { code?: string };
  return code.code ? `the database does not answer (${code.code})` : 'the database does not answer';
}
