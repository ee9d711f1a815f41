import { get } from 'node:http';
import { connect } from 'node:net';
import { BSON, MongoClient } from 'mongodb';
import pg from 'pg';
import { describe } from './failure.ts';
import type { Probe } from './processes/part.ts';

const TIMEOUT_MS = 700;
const READY: Probe = { ready: true };

const no = (error: unknown, answered = false): Probe => ({ ready: false, why: describe(error), answered });

/** Something listens and takes a connection. */
export function probeTcp(port: number, host = '127.0.0.1', timeoutMs = TIMEOUT_MS): Promise<Probe> {
  return exchange(port, host, undefined, timeoutMs);
}

// SSLRequest, the one message that PostgreSQL answers (with a byte) before it knows who asks.
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]);

/** The cheap look: the postmaster answers. */
export function probePostgresAlive(port: number): Promise<Probe> {
  return exchange(port, '127.0.0.1', SSL_REQUEST, TIMEOUT_MS);
}

/** The close look: a session can be opened and answers a query. */
export async function probePostgresQuery(url: string, timeoutMs = 2_000): Promise<Probe> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: timeoutMs, query_timeout: timeoutMs });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('select 1');
    return READY;
  } catch (error) {
    return no(error, typeof (error as { code?: unknown }).code === 'string');
  } finally {
    await client.end().catch(() => {});
  }
}

/** A connection of its own for each look: one that stays open would hold up the end of the other side. */
export function probeHttp(url: string, timeoutMs = TIMEOUT_MS): Promise<Probe> {
  return new Promise((resolve) => {
    const request = get(url, { agent: false, signal: AbortSignal.timeout(timeoutMs) }, (answer) => {
      const status = answer.statusCode ?? 0;
      let body = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk: string) => {
        body += chunk;
      });
      answer.once('error', (error) => resolve(no(error)));
      answer.once('end', () =>
        resolve(
          status >= 200 && status < 400 ? READY : { ready: false, why: notReadyReason(status, body), answered: true },
        ),
      );
    });
    request.once('error', (error) => resolve(no(error)));
  });
}

/** `{"status":…,"checks":{"broker":{"ok":false,"reason":"…"}}}`, the answer of our services, becomes "not ready: broker (…)". */
export function notReadyReason(status: number, body: string): string {
  try {
    const { checks } = JSON.parse(body) as { checks?: Record<string, { ok: boolean; reason?: string }> };
    const failing = Object.entries(checks ?? {}).filter(([, check]) => !check.ok);
    const named = failing.map(([name, { reason }]) => (reason ? `${name} (${reason})` : name));
    if (named.length > 0) return `not ready: ${named.join(', ')}`;
  } catch {
    // Not JSON: the status has to do.
  }
  return `answers ${status}`;
}

export async function probeMongo(uri: string, timeoutMs = TIMEOUT_MS): Promise<Probe> {
  const client = new MongoClient(uri, {
    serverSelectionTimeoutMS: timeoutMs,
    connectTimeoutMS: timeoutMs,
    socketTimeoutMS: timeoutMs,
  });
  try {
    await client.db().command({ ping: 1 });
    return READY;
  } catch (error) {
    return no(error);
  } finally {
    await client.close().catch(() => {});
  }
}

// OP_MSG (2013) with the section kind 0 and one command; the four length bytes of the header are filled in.
const MONGO_PING = (() => {
  const command = BSON.serialize({ ping: 1, $db: 'admin' });
  const header = Buffer.alloc(21);
  header.writeInt32LE(header.length + command.length, 0);
  header.writeInt32LE(1, 4);
  header.writeInt32LE(2013, 12);
  return Buffer.concat([header, command]);
})();

/** The cheap look: one ping, no driver. */
export function probeMongoAlive(port: number): Promise<Probe> {
  return exchange(port, '127.0.0.1', MONGO_PING, TIMEOUT_MS);
}

function exchange(port: number, host: string, request: Buffer | undefined, timeoutMs: number): Promise<Probe> {
  return new Promise((resolve) => {
    const socket = connect({ port, host });
    const end = (probe: Probe) => {
      socket.destroy();
      resolve(probe);
    };
    socket.setTimeout(timeoutMs, () => end(no(`no answer on ${host}:${port} within ${timeoutMs} ms`)));
    socket.once('error', (error) => end(no(error)));
    socket.once('connect', () => (request ? socket.write(request) : end(READY)));
    socket.once('data', () => end(READY));
    socket.once('end', () => end(no(`${host}:${port} closes the connection`)));
  });
}
