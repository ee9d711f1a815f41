import pg, { type PoolClient, type QueryResult } from 'pg';
import { settingsOfPooled } from './transaction-pooler.pg.js';
import { TYPES } from './types.pg.js';

/** A parameter as it is sent: text, or the type's binary format. */
export type Value = string | Buffer | null;

/** A prepared statement of a round trip. `name` is unique for its text; without a name it is parsed each time. */
export interface Statement {
  name?: string;
  text: string;
  values?: Value[];
}

/**
 * Sends several statements at once and waits once: one write, one Sync, one wake-up on either side. Each statement still
 * has its own snapshot under READ COMMITTED. The first error skips everything behind it, COMMIT included.
 * After an error the connection has to be replaced: which statements it knows is not certain any more.
 * https://www.postgresql.org/docs/18/protocol-flow.html#PROTOCOL-FLOW-PIPELINING
 *
 * @returns one result for each statement, in their order
 */
export async function roundTrip(client: PoolClient, statements: Statement[]): Promise<QueryResult[]> {
  const settings = settingsOfPooled(client);
  return settings === undefined ? send(client, statements) : sendPooled(client, statements, settings);
}

/** Through a pooler no statement has a name, and a transaction makes its settings right after its BEGIN. */
async function sendPooled(client: PoolClient, statements: Statement[], settings: string): Promise<QueryResult[]> {
  const unnamed = statements.map(({ name, ...statement }): Statement => statement);
  const begins = /^BEGIN\b/i.test(unnamed[0]?.text ?? '');
  if (!begins) return await send(client, unnamed);
  const results = await send(client, unnamed.toSpliced(1, 0, { text: settings }));
  return results.toSpliced(1, 1);
}

function send(client: PoolClient, statements: Statement[]): Promise<QueryResult[]> {
  return new Promise((resolve, reject) => {
    const trip = new RoundTrip(statements, (error, results) => (error ? reject(error) : resolve(results ?? [])));
    client.query(trip as unknown as pg.Submittable);
  });
}

type Callback = (error: Error | null, results?: QueryResult[]) => void;

/** What @types/pg leaves out of the driver's connection and result. */
type WireConnection = {
  stream: { cork(): void; uncork(): void };
  parse(message: { name: string; text: string }): void;
  bind(message: { statement: string; values: Value[] }): void;
  describe(message: { type: 'P' }): void;
  execute(message: object): void;
  sync(): void;
};
type WireResult = QueryResult & {
  addFields(fields: unknown): void;
  parseRow(fields: unknown): unknown;
  addRow(row: unknown): void;
  addCommandComplete(message: unknown): void;
};
const WireResult = pg.Result as unknown as new (rowMode: undefined, types: unknown) => WireResult;

const prepared = new WeakMap<WireConnection, Set<string>>();

/** A `Submittable` of node-postgres, like pg-cursor's: the client hands it every message until the server is ready again. */
class RoundTrip {
  private readonly statements: Statement[];
  /** Wrapped by the client, which ends its query timeout here. */
  readonly callback: Callback;
  private readonly results: WireResult[] = [];
  private current = new WireResult(undefined, TYPES);
  private failed = false;

  constructor(statements: Statement[], callback: Callback) {
    this.statements = statements;
    this.callback = callback;
  }

  submit(connection: WireConnection): null {
    connection.stream.cork();
    for (const statement of this.statements) write(connection, statement);
    connection.sync();
    connection.stream.uncork();
    return null;
  }

  handleRowDescription({ fields }: { fields: unknown }): void {
    this.current.addFields(fields);
  }

  handleDataRow({ fields }: { fields: unknown }): void {
    this.current.addRow(this.current.parseRow(fields));
  }

  handleCommandComplete(message: unknown): void {
    this.current.addCommandComplete(message);
    this.results.push(this.current);
    this.current = new WireResult(undefined, TYPES);
  }

  handleError(error: Error): void {
    if (this.failed) return;
    this.failed = true;
    this.callback(error);
  }

  handleReadyForQuery(): void {
    if (!this.failed) this.callback(null, this.results);
  }
}

function write(connection: WireConnection, { name = '', text, values = [] }: Statement): void {
  const known = prepared.get(connection) ?? new Set();
  prepared.set(connection, known);
  if (name === '' || !known.has(name)) connection.parse({ name, text });
  if (name !== '') known.add(name);
  connection.bind({ statement: name, values });
  connection.describe({ type: 'P' });
  connection.execute({});
}
