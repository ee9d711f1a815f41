import type { TraceSpan } from '@app/contracts';
import type { StoryAnswer } from '../clients/story/story.grpc.client.js';

/** One step of a trace, and which service took it. */
export type Span = TraceSpan & { service: string };

/** All that is still known of one trace. */
export interface Trace {
  trace_id: string;
  /** In the order of time. */
  spans: Span[];
  /** Services that could not be asked. */
  missing: { service: string; why: string }[];
}

/** What one instance of a service answered. */
export interface TraceAnswer {
  service: string;
  answer: StoryAnswer<{ spans: TraceSpan[] }>;
}

/** Puts together what every instance knows. One that is away is a line of its own; the rest is shown. */
export function composeTrace(trace_id: string, answers: readonly TraceAnswer[]): Trace {
  const spans = answers.flatMap(({ service, answer }) =>
    answer.ok ? answer.value.spans.map((span) => ({ ...span, service })) : [],
  );
  return {
    trace_id,
    spans: spans.toSorted((a, b) => a.start_us - b.start_us),
    missing: answers.flatMap(({ service, answer }) => (answer.ok ? [] : [{ service, why: answer.reason }])),
  };
}
