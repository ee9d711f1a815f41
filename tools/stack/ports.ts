import { createServer } from 'node:net';

// Below the kernel's range for outgoing connections (32768 and up): a port found here stays free while its engine restarts.
const FIRST = 20_000;
const LAST = 31_999;

function canListen(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) =>
      resolve(error.code !== 'EADDRINUSE' && error.code !== 'EACCES'),
    );
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** Free on both loopback addresses: a browser tries ::1 first for "localhost". A machine without IPv6 counts as free there. */
export async function isFree(port: number): Promise<boolean> {
  return (await canListen(port, '127.0.0.1')) && (await canListen(port, '::1'));
}

/** Hands out ports for one stack; never the same one twice. */
export class Ports {
  private readonly taken = new Set<number>();

  /** The usual port, or another free one when somebody else has it. */
  async usual(port: number): Promise<number> {
    if (!this.taken.has(port) && (await isFree(port))) {
      this.taken.add(port);
      return port;
    }
    return this.free();
  }

  async free(): Promise<number> {
    for (let attempt = 0; attempt < 200; attempt++) {
      const port = FIRST + Math.floor(Math.random() * (LAST - FIRST));
      if (this.taken.has(port) || !(await isFree(port))) continue;
      this.taken.add(port);
      return port;
    }
    throw new Error(`no free port between ${FIRST} and ${LAST}`);
  }
}
