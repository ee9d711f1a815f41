import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect,
  createServer,
  type IncomingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2';
import type { AddressInfo } from 'node:net';
import { type HoldPoint, Holds } from '@app/testing';

/** A way to a gRPC server that can hold the requests or the replies of one method, and break connections. */
export interface GrpcRelay {
  /** `host:port`; the same whether the server behind it runs or not. */
  readonly url: string;
  /** How many calls are held now. */
  readonly held: number;
  /** From now on every call of this method (`ConfirmBatch`) is held, until `release`. */
  hold(method: string, at: HoldPoint): void;
  /** `break`: the connections of what is held are cut. */
  release(how?: 'go' | 'break'): void;
  close(): Promise<void>;
}

/** Speaks HTTP/2 only and knows no message: every method of every service goes through. */
export async function createGrpcRelay(target: string): Promise<GrpcRelay> {
  const holds = new Holds();
  const server = createServer();
  const sessions = new Set<ServerHttp2Session>();
  let upstream: ClientHttp2Session | undefined;
  const callee = () => {
    if (!upstream || upstream.destroyed || upstream.closed)
      upstream = connect(`http://${target}`).on('error', () => {});
    return upstream;
  };
  server.on('session', (session) => {
    sessions.add(session);
    session.on('close', () => sessions.delete(session)).on('error', () => {});
  });
  server.on('stream', (stream, headers) => {
    stream.on('error', () => {});
    pass(holds, callee, stream, headers).catch(() => cut(stream));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    get held() {
      return holds.held;
    },
    hold: (method, at) => holds.hold(method, at),
    release: (how) => holds.release(how),
    close: async () => {
      holds.release('break');
      upstream?.destroy();
      for (const session of sessions) session.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** One call. Rejects when its connection is to be cut. */
async function pass(
  holds: Holds,
  callee: () => ClientHttp2Session,
  caller: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
): Promise<void> {
  const method = String(headers[':path']).split('/').at(-1) ?? '';
  const request = await bytesOf(caller);
  if (!(await holds.pass(method, 'request'))) throw new Error('cut');
  if (caller.destroyed) return;
  const call = callee().request(headers, { endStream: false });
  caller.on('close', () => call.close());
  call.end(request);
  await answer(holds, method, call, caller);
}

async function answer(holds: Holds, method: string, call: ClientHttp2Stream, caller: ServerHttp2Stream): Promise<void> {
  let trailers: IncomingHttpHeaders = {};
  call.on('trailers', (received) => {
    trailers = received;
  });
  const { headers, ends } = await response(call);
  const held = holds.holds(method, 'reply');
  // A stream of answers (health, watched) has no end to wait for.
  const body = held && !ends ? await bytesOf(call) : undefined;
  if (!(await holds.pass(method, 'reply'))) throw new Error('cut');
  if (caller.destroyed) return;
  if (ends) return void caller.respond(headers, { endStream: true });
  caller.respond(headers, { waitForTrailers: true });
  caller.on('wantTrailers', () => caller.sendTrailers(trailers));
  if (body) caller.end(body);
  else for await (const chunk of call) caller.write(chunk);
  if (!body && !caller.destroyed) caller.end();
}

function response(call: ClientHttp2Stream): Promise<{ headers: IncomingHttpHeaders; ends: boolean }> {
  return new Promise((resolve, reject) => {
    // Bit 0 of the flags is END_STREAM: an error without a body.
    call.once('response', (headers, flags) => resolve({ headers, ends: (flags & 1) === 1 }));
    call.once('error', reject);
    call.once('close', () => reject(new Error('closed without an answer')));
  });
}

async function bytesOf(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** As when the callee's machine has died: everything on that connection ends. */
function cut(stream: ServerHttp2Stream): void {
  stream.session?.destroy();
}
