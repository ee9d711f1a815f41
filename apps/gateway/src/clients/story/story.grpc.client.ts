import { type GetStoryResponse, type GetTraceResponse, STORY_PROTO_PATH, type StoryCalls } from '@app/contracts';
import { GrpcChannel } from '@app/grpc';

const DEADLINE_MS = 2_000;

/** What one service answered, or why it did not. */
export type StoryAnswer<T = GetStoryResponse> = { ok: true; value: T } | { ok: false; reason: string };

/** The connection to one service for its part of a story. The composer of a story copes with a part that is missing. */
export class StoryClient {
  private readonly service: string;
  private readonly channel: GrpcChannel<StoryCalls> | undefined;

  constructor(service: string, addresses: readonly string[] | undefined) {
    this.service = service;
    const peer = { proto: STORY_PROTO_PATH, services: ['story.Story', 'story.Traces'] };
    if (addresses) this.channel = new GrpcChannel(peer, addresses);
  }

  ask(order_id: string, event_ids: string[], traceparent: string): Promise<StoryAnswer> {
    return this.call('GetStory', { order_id, event_ids }, traceparent);
  }

  trace(trace_id: string, traceparent: string): Promise<StoryAnswer<GetTraceResponse>> {
    return this.call('GetTrace', { trace_id }, traceparent);
  }

  close(): void {
    this.channel?.close();
  }

  private async call<M extends keyof StoryCalls>(
    name: M,
    request: StoryCalls[M][0],
    traceparent: string,
  ): Promise<StoryAnswer<StoryCalls[M][1]>> {
    if (!this.channel) return { ok: false, reason: `this gateway does not know where ${this.service} is` };
    if (this.channel.unreachable) return { ok: false, reason: `${this.service} is not reachable` };
    const answer = await this.channel.call(name, request, Date.now() + DEADLINE_MS, traceparent);
    return answer.ok ? answer : { ok: false, reason: `${this.service} did not answer` };
  }
}
