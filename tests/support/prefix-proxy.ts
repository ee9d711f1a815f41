// A small reverse proxy, run as a process of its own: `node prefix-proxy.ts <target> <prefix> [header]`. It publishes the target
// below the prefix, and says so in X-Forwarded-Prefix when `header` is given. Prints its port.
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

const [target = '', prefix = '', header] = process.argv.slice(2);

const server = createServer((incoming, answer) => {
  const { url = '', method, headers } = incoming;
  if (!url.startsWith(`${prefix}/`)) return void answer.writeHead(404).end('outside of the prefix');
  const more = header === undefined ? {} : { 'x-forwarded-prefix': prefix };
  const outgoing = request(
    target + url.slice(prefix.length),
    { method, headers: { ...headers, ...more } },
    (upstream) => {
      answer.writeHead(upstream.statusCode ?? 502, upstream.headers);
      upstream.pipe(answer);
    },
  );
  outgoing.on('error', () => answer.destroy());
  answer.on('close', () => outgoing.destroy());
  incoming.pipe(outgoing);
});
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port));
