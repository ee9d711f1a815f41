import {
  type ClientRequest,
  Agent as HttpAgent,
  type IncomingMessage,
  type RequestOptions,
  request as requestHttp,
} from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import { urlToHttpOptions } from 'node:url';
import { outboundProxy } from '@app/config';

/** One answer of the payment service, or why there is none. */
export type Exchange = { answered: true; status: number; body: unknown } | { answered: false; reason: string };

export interface Call {
  method: 'GET' | 'POST';
  path: string;
  headers: Record<string, string>;
  body?: unknown;
}

const LARGEST_ANSWER_BYTES = 262_144;
const CONNECTIONS = 64;

/** Connections to one HTTP service: kept open, each call with a deadline. */
export class HttpExchange {
  private readonly deadlineMs: number;
  /** Protocol, host, port and what else the URL says, and the path that every call begins with. */
  private readonly target: RequestOptions & { pathname: string };
  private readonly agent: HttpAgent;
  private readonly send: typeof requestHttp;

  constructor(url: string, deadlineMs: number) {
    this.deadlineMs = deadlineMs;
    const base = new URL(url.endsWith('/') ? url : `${url}/`);
    const secure = base.protocol === 'https:';
    this.send = secure ? (requestHttps as typeof requestHttp) : requestHttp;
    const proxyEnv = isNear(base.hostname) ? undefined : outboundProxy();
    const options = { keepAlive: true, maxSockets: CONNECTIONS, proxyEnv };
    this.agent = secure ? new HttpsAgent(options) : new HttpAgent(options);
    this.target = { ...urlToHttpOptions(base), pathname: base.pathname, agent: this.agent };
  }

  /** Never rejects. */
  call(call: Call): Promise<Exchange> {
    return this.exchange(call).catch((error: unknown) => ({ answered: false, reason: reasonOf(error) }));
  }

  close(): void {
    this.agent.destroy();
  }

  private exchange({ method, path, headers, body }: Call): Promise<Exchange> {
    // A string goes out in one write with its headers; bytes would be a second one.
    const text = body === undefined ? undefined : JSON.stringify(body);
    const type = text !== undefined && {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(text),
    };
    const { target } = this;
    const options = { ...target, method, path: target.pathname + path, headers: { ...headers, ...type } };
    return new Promise((resolve, reject) => {
      const request = this.send(options, (response) => {
        readAnswer(response, (text) => resolve(answered(response.statusCode ?? 0, text)), reject);
      });
      request.on('error', reject);
      this.endInTime(request, reject);
      request.end(text);
    });
  }

  /** The deadline is for the whole answer. */
  private endInTime(request: ClientRequest, reject: (late: Error) => void): void {
    const timer = setTimeout(() => {
      reject(new Error(`no answer within ${this.deadlineMs} ms`));
      request.destroy();
    }, this.deadlineMs);
    request.on('close', () => clearTimeout(timer));
  }
}

function readAnswer(response: IncomingMessage, read: (text: string) => void, failed: (error: Error) => void): void {
  const chunks: Buffer[] = [];
  let size = 0;
  response.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > LARGEST_ANSWER_BYTES) response.destroy(new Error('the answer is too large'));
    else chunks.push(chunk);
  });
  response.on('error', failed);
  response.on('end', () => read(Buffer.concat(chunks).toString('utf8')));
}

function answered(status: number, text: string): Exchange {
  try {
    return { answered: true, status, body: JSON.parse(text) };
  } catch {
    return { answered: true, status, body: undefined };
  }
}

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code ?? message;
}

/** A name without a dot (the simulator in a container) means something in this network only: no proxy outside knows it. */
function isNear(host: string): boolean {
  return !host.includes('.') || host.startsWith('127.');
}
