import { Agent as HttpAgent, type RequestOptions, request as requestHttp } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
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
  private readonly base: URL;
  private readonly agent: HttpAgent;
  private readonly send: typeof requestHttp;

  constructor(url: string, deadlineMs: number) {
    this.deadlineMs = deadlineMs;
    this.base = new URL(url.endsWith('/') ? url : `${url}/`);
    const secure = this.base.protocol === 'https:';
    this.send = secure ? (requestHttps as typeof requestHttp) : requestHttp;
    const proxyEnv = isNear(this.base.hostname) ? undefined : outboundProxy();
    const options = { keepAlive: true, maxSockets: CONNECTIONS, proxyEnv };
    this.agent = secure ? new HttpsAgent(options) : new HttpAgent(options);
  }

  /** Never rejects. */
  call(call: Call): Promise<Exchange> {
    return this.exchange(call).catch((error: unknown) => ({
      answered: false,
      reason: reasonOf(error, this.deadlineMs),
    }));
  }

  close(): void {
    this.agent.destroy();
  }

  private exchange({ method, path, headers, body }: Call): Promise<Exchange> {
    const bytes = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
    const type = bytes && { 'content-type': 'application/json', 'content-length': bytes.length };
    const signal = AbortSignal.timeout(this.deadlineMs);
    const options: RequestOptions = { method, agent: this.agent, signal, headers: { ...headers, ...type } };
    return new Promise((resolve, reject) => {
      const request = this.send(new URL(path, this.base), options, (response) => {
        readAnswer(response).then((text) => resolve(answered(response.statusCode ?? 0, text)), reject);
      });
      request.on('error', reject).end(bytes);
    });
  }
}

async function readAnswer(response: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response) {
    size += chunk.length;
    if (size > LARGEST_ANSWER_BYTES) throw new Error('the answer is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function answered(status: number, text: string): Exchange {
  try {
    return { answered: true, status, body: JSON.parse(text) };
  } catch {
    return { answered: true, status, body: undefined };
  }
}

function reasonOf(error: unknown, deadlineMs: number): string {
  const { name, code, message } = error as NodeJS.ErrnoException;
  return name === 'AbortError' || name === 'TimeoutError' ? `no answer within ${deadlineMs} ms` : (code ?? message);
}

/** A name without a dot (the simulator in a container) means something in this network only: no proxy outside knows it. */
function isNear(host: string): boolean {
  return !host.includes('.') || host.startsWith('127.');
}
