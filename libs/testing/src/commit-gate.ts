import { connect, createServer, type Socket } from 'node:net';
import { type HoldPoint, Holds } from './holds.js';
import { PgMessages } from './pg-messages.js';

/** A way to PostgreSQL that can hold what makes a transaction durable, or the answer to it, and lose either. */
export interface CommitGate {
  readonly url: string;
  /** How many commits are held now. */
  readonly held: number;
  /** The next connection that commits is cut when the server has answered. */
  loseNextCommit(): void;
  /**
   * Every COMMIT (or its answer) of a transaction with an SQL text that matches is held until `release`; without BEGIN the
   * statement is its own transaction.
   */
  hold(at: HoldPoint, writes: RegExp): void;
  /** `break`: the connections of what is held are cut. */
  release(how?: 'go' | 'break'): void;
  close(): Promise<void>;
}

const COMMIT = 'commit';

/** A gate in front of this database. Close it before the spec ends. */
export async function createCommitGate(databaseUrl: string): Promise<CommitGate> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  const holds = new Holds();
  let writes = /^\s*commit/i;
  let losing = false;

  const server = createServer((client) => {
    const engine = connect(Number(target.port), target.hostname);
    for (const socket of [client, engine]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        sockets.delete(socket);
        for (const one of [client, engine]) one.destroy();
      });
    }
    const watch = new TransactionWatch();
    // Of the connection: one transaction after the other, each answered before the next begins.
    let committing = false;
    relay(client, engine, async (chunk) => {
      committing = watch.commits(chunk, writes);
      return !committing || holds.pass(COMMIT, 'request');
    });
    relay(engine, client, async () => {
      if (!committing) return true;
      committing = false;
      if (losing) {
        losing = false;
        return false;
      }
      return holds.pass(COMMIT, 'reply');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const url = new URL(databaseUrl);
  url.host = `127.0.0.1:${port}`;

  return {
    url: url.href,
    get held() {
      return holds.held;
    },
    loseNextCommit: () => {
      writes = /^\s*commit/i;
      losing = true;
    },
    hold: (at, matching) => {
      writes = matching;
      holds.hold(COMMIT, at);
    },
    release: (how) => holds.release(how),
    close: async () => {
      holds.release('break');
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Passes on chunk by chunk, in their order, each when it may; cuts both sides when it must not. */
function relay(from: Socket, to: Socket, mayPass: (chunk: Buffer) => Promise<boolean>): void {
  let before = Promise.resolve();
  from.on('data', (chunk: Buffer) => {
    before = before.then(async () => {
      if (await mayPass(chunk)) to.write(chunk);
      else from.destroy();
    });
  });
  from.on('end', () => void before.then(() => to.end()));
}

/** What the transaction of one connection has executed so far. */
class TransactionWatch {
  private readonly messages = new PgMessages();
  /** Prepared statements by name. */
  private readonly texts = new Map<string, string>();
  private executed: string[] = [];
  private begun = false;

  /** Whether this chunk ends a transaction with a statement that matches. */
  commits(chunk: Buffer, writes: RegExp): boolean {
    let committed = false;
    for (const { kind, name, text } of this.messages.read(chunk)) {
      if (kind === 'parse') this.texts.set(name, text);
      if (kind !== 'bind' && kind !== 'query') continue;
      const ended = this.execute(kind === 'bind' ? (this.texts.get(name) ?? '') : text);
      committed ||= ended.some((one) => writes.test(one));
    }
    return committed;
  }

  /** @returns what has become durable with this statement */
  private execute(sql: string): string[] {
    const [verb = ''] = sql.trim().toLowerCase().split(/\W/, 1);
    if (['begin', 'commit', 'rollback'].includes(verb)) {
      this.begun = verb === 'begin';
      const executed = this.executed.splice(0);
      return verb === 'commit' ? [...executed, sql] : [];
    }
    if (!this.begun) return [sql];
    this.executed.push(sql);
    return [];
  }
}
