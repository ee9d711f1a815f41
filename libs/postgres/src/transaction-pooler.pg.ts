import pg, { type PoolClient } from 'pg';

/**
 * A pooler that gives each transaction another session of the server (PgBouncer's `pool_mode = transaction`). Statements
 * that are prepared by name are not there in the next session, and settings of a session cannot be made when it starts.
 */
export type Pooler = 'none' | 'transaction';

/** Server settings by name: milliseconds, `on` or `off`. */
export type Settings = Readonly<Record<string, string | number>>;

type Query = (config: unknown, ...more: unknown[]) => unknown;
const BEGIN = /^BEGIN\b/i;

/** Makes a client class whose transactions begin with these settings and whose statements have no names. */
export function poolerClient(settings: Settings): typeof pg.Client {
  const local = localSettings(settings);
  return class extends pg.Client {
    // `query` has a signature for each kind of query; what they have in common is that the first argument says what to run.
    override query = ((config: unknown, ...more: unknown[]) =>
      (super.query as Query)(forPooler(config, local), ...more)) as unknown as pg.Client['query'];
  } as typeof pg.Client;
}

function forPooler(config: unknown, local: string): unknown {
  if (typeof config === 'string') return BEGIN.test(config) ? `${config}; ${local}` : config;
  if (typeof config !== 'object' || config === null || !('name' in config)) return config;
  const { name, ...unnamed } = config;
  return unnamed;
}

/** One statement that makes every setting for the rest of the transaction. Names and values are ours, never a caller's. */
export function localSettings(settings: Settings): string {
  const all = Object.entries(settings).map(([name, value]) => `set_config('${name}', '${value}', true)`);
  return `SELECT ${all.join(', ')}`;
}

const clients = new WeakMap<object, string>();

/** Remembers that a client goes through a pooler, for code that uses its connection directly. */
export function markPooled(client: PoolClient, settings: Settings): void {
  clients.set(client, localSettings(settings));
}

/** The statement with the settings, for a client that goes through a pooler. */
export const settingsOfPooled = (client: PoolClient): string | undefined => clients.get(client);
