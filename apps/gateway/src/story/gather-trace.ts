import { Tracing } from '@app/observability';
import { Injectable } from '@nestjs/common';
import { StoryClients } from '../clients/story/story-clients.js';
import { composeTrace, type Trace } from './trace.js';

/** Asks every service for its part of a trace. */
@Injectable()
export class GatherTrace {
  private readonly tracing: Tracing;
  private readonly clients: StoryClients;

  constructor(tracing: Tracing, clients: StoryClients) {
    this.tracing = tracing;
    this.clients = clients;
  }

  async of(trace_id: string, traceparent: string): Promise<Trace> {
    const asked = this.clients.instances().map(async ({ service, client }) => ({
      service,
      answer: await client.trace(trace_id, traceparent),
    }));
    const own = { ok: true as const, value: { spans: this.tracing.spansOf(trace_id) } };
    return composeTrace(trace_id, [{ service: 'gateway', answer: own }, ...(await Promise.all(asked))]);
  }
}
