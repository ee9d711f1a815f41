/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
// Server-sent events by fetch: EventSource cannot send a bearer token.
import type { FlowSnapshot } from '../flow-snapshot.js';

/** What the page does with the stream. */
export interface StreamEvents {
  snapshot(snapshot: FlowSnapshot): void;
  /** `why` is for people. */
  lost(why: string): void;
}

const RECONNECT_MS = 1_000;
/** The server says something at least every 10 s; this much silence is a connection that died without a word. */
const SILENT_MS = 25_000;

/** Follows the stream until the page is closed; begins again after every end, and at once with another token. */
export class FlowStream {
  private readonly events: StreamEvents;
  private abort = new AbortController();
  private token = '';

  constructor(events: StreamEvents) {
    this.events = events;
  }

  async follow(): Promise<never> {
    for (;;) {
      this.abort = new AbortController();
      try {
        await this.read(this.abort);
        this.events.lost('connection ended, connecting again …');
      } catch (error) {
        this.events.lost(error instanceof Error && error.name !== 'AbortError' ? error.message : 'connecting again …');
      }
      await new Promise((resolve) => setTimeout(resolve, RECONNECT_MS));
    }
  }

  use(token: string): void {
    this.token = token;
    this.abort.abort();
  }

  private async read(abort: AbortController): Promise<void> {
    const headers: Record<string, string> = this.token ? { authorization: `Bearer ${this.token}` } : {};
    const answer = await fetch('flow/stream', { headers, signal: abort.signal, cache: 'no-store' });
    if (!answer.ok || !answer.body) throw new Error(await whyNot(answer));
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    let silence = setTimeout(() => abort.abort(), SILENT_MS);
    let rest = '';
    for (;;) {
      const { done, value } = await reader.read();
      clearTimeout(silence);
      if (done) return;
      silence = setTimeout(() => abort.abort(), SILENT_MS);
      const blocks = (rest + value).split('\n\n');
      rest = blocks.pop() ?? '';
      // A page that was in the background shows the newest moment, not all that it missed.
      const newest = blocks.filter((block) => block.startsWith('data: ')).at(-1);
      if (newest) this.events.snapshot(JSON.parse(newest.slice('data: '.length)) as FlowSnapshot);
    }
  }
}

async function whyNot(answer: Response): Promise<string> {
  const problem = (await answer.json().catch(() => ({}))) as { detail?: string };
  return `${problem.detail ?? `the gateway answered ${answer.status}`} Trying again …`;
}
