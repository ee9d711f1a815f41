import { connect, createServer, isIPv6, type Server, type Socket } from 'node:net';
import { freePort } from './free-port.js';

/** A port of its own in front of an engine: closed it refuses connections, as if the engine were down. */
export interface TcpGate {
  /** The engine's URL with the gate's address; the same whether the gate is open or not. */
  readonly url: string;
  open(): Promise<void>;
  /** Ends what goes through and refuses what comes. */
  close(): Promise<void>;
}

/**
 * A gate in front of the engine at `url`, closed at first. Close it before the spec ends.
 * @param listen the only address that the gate listens on
 */
export async function createTcpGate(url: string, listen = '127.0.0.1'): Promise<TcpGate> {
  const target = new URL(url);
  const port = await freePort();
  const sockets = new Set<Socket>();
  let server: Server | undefined;
  const gate = new URL(url);
  gate.host = `${isIPv6(listen) ? `[${listen}]` : listen}:${port}`;

  const pass = (client: Socket) => {
    const engine = connect(Number(target.port), target.hostname);
    for (const [socket, other] of [
      [client, engine],
      [engine, client],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
      socket.pipe(other);
    }
  };

  return {
    url: gate.href,
    async open() {
      server = createServer(pass);
      await new Promise<void>((resolve, reject) => server?.once('error', reject).listen(port, listen, resolve));
    },
    async close() {
      const closed = new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
      server = undefined;
    },
  };
}
