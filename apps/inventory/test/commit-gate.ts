import { connect, createServer, type Socket } from 'node:net';

/** A way to PostgreSQL that can lose the answer to a COMMIT which the server has done. */
export interface CommitGate {
  url: string;
  /** The next connection that commits is cut when the server has answered. */
  loseNextCommit(): void;
  close(): Promise<void>;
}

/** The name of the prepared statement, as it is in the Bind message. */
const COMMIT = Buffer.from('\0commit\0');

export async function createCommitGate(databaseUrl: string): Promise<CommitGate> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let armed = false;

  const server = createServer((client) => {
    const engine = connect(Number(target.port), target.hostname);
    let losing = false;
    for (const socket of [client, engine]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => [client, engine].forEach((one) => void one.destroy()));
    }
    client.on('data', (chunk) => {
      losing = armed && chunk.includes(COMMIT);
      if (losing) armed = false;
      engine.write(chunk);
    });
    engine.on('data', (chunk) => (losing ? client.destroy() : client.write(chunk)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const url = new URL(databaseUrl);
  url.host = `127.0.0.1:${port}`;

  return {
    url: url.href,
    loseNextCommit: () => {
      armed = true;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
