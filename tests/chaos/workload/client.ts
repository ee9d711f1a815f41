import { setTimeout as delay } from 'node:timers/promises';
import type { Random } from '../random.ts';
import { type HistoryRecorder, type NewCall, now } from './record-history.ts';

export interface Answer {
  status: number;
  problem?: string;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: whatever the edge answers
  body: any;
}

export interface HttpCall {
  method: string;
  path: string;
  body?: object;
  headers?: Record<string, string>;
}

const TIMEOUT_MS = 8_000;
/** Problems of status 409 that say "ask again". */
const NOT_YET = new Set(['order-in-progress', 'order-changing']);
const AGAIN = new Set([0, 429, 502, 503, 504]);

/** Somebody who knows every edge, and asks with the same key until the answer is definite. */
export class Client {
  private readonly edges: readonly string[];
  private readonly history: HistoryRecorder;
  private readonly random: Random;
  private readonly authorization: string;
  /** Nobody asks longer than until then. */
  private readonly patience: () => number;
  private readonly name: string;

  constructor(to: {
    edges: readonly string[];
    history: HistoryRecorder;
    random: Random;
    token: string;
    name: string;
    patience: () => number;
  }) {
    this.edges = to.edges;
    this.history = to.history;
    this.random = to.random;
    this.name = to.name;
    this.authorization = `Bearer ${to.token}`;
    this.patience = to.patience;
  }

  /** @returns undefined when there was no definite answer in time */
  async ask(call: NewCall, http: HttpCall): Promise<Answer | undefined> {
    const number = this.history.begin(this.name, call);
    let edge = this.random.between(0, this.edges.length - 1);
    while (now() < this.patience()) {
      const at = now();
      const answer = await this.request(edge, http);
      const { status, problem } = answer;
      this.history.attempt(number, { at, edge, status, ...(problem && { problem }) });
      if (!AGAIN.has(status) && !(status === 409 && NOT_YET.has(problem ?? ''))) {
        this.history.end(number, { status, text: answer.text, ...(problem && { problem }) });
        return answer;
      }
      // The next edge, as a load balancer would.
      edge = (edge + 1) % this.edges.length;
      await delay(this.random.between(20, 200));
    }
    this.history.end(number, {});
    return undefined;
  }

  private async request(edge: number, { method, path, body, headers }: HttpCall): Promise<Answer> {
    try {
      const response = await fetch(`${this.edges[edge]}${path}`, {
        method,
        headers: {
          authorization: this.authorization,
          ...(body && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      const text = await response.text();
      const parsed = response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : undefined;
      const problem = response.ok
        ? undefined
        : String(parsed?.type ?? '')
            .split('/')
            .at(-1);
      return { status: response.status, text, body: parsed, ...(problem && { problem }) };
    } catch {
      return { status: 0, text: '', body: undefined };
    }
  }
}
