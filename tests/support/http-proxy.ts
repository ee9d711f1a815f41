import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';

/** A proxy as companies run them; whatever name is asked for, this process answers. */
export interface HttpProxy {
  url: string;
  /** Host and port of every request and tunnel, in order. */
  asked: string[];
  close(): Promise<void>;
}

/** Starts a proxy whose outside world is `answer`, called with the path of each request. */
export async function startHttpProxy(answer: (path: string, response: ServerResponse) => void): Promise<HttpProxy> {
  const asked: string[] = [];
  const server = createServer((request: IncomingMessage, response) => {
    const { host, pathname } = new URL(request.url ?? '/', 'http://in.a.tunnel');
    if (host !== 'in.a.tunnel') asked.push(host);
    request.resume();
    request.on('end', () => answer(pathname, response));
  });
  server.on('connect', (request, socket) => {
    asked.push(request.url ?? '');
    const outside = connect((server.address() as AddressInfo).port, '127.0.0.1');
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
    socket.pipe(outside).pipe(socket);
    for (const [one, other] of [
      [socket, outside],
      [outside, socket],
    ] as const)
      one.on('error', () => other.destroy()).on('close', () => other.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
