import { RecentMap } from '@app/base';
import type { TraceSpan as SpanRecord } from '@app/contracts';
import { SpanKind, SpanStatusCode, TraceFlags } from '@opentelemetry/api';
import { hrTimeToMicroseconds } from '@opentelemetry/core';
import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace';
import { isNotable } from './notable.js';

/** Spans of one trace beyond this many are not kept: a trace that never ends must not fill the memory. */
const SPANS_OF_A_TRACE = 200;
const NOTABLE_SHARE = 0.5;

/**
 * The last traces of this process in bounded memory, for those who have no collector. Traces with a failed or slow span outlive the
 * others: when their turn to be forgotten comes they move to a place of their own, half as large.
 */
export class RecentTraces implements SpanProcessor {
  private readonly recent: RecentMap<string, ReadableSpan[]>;
  private readonly notable: RecentMap<string, ReadableSpan[]>;

  /** @param kept traces, at most */
  constructor(kept: number) {
    this.notable = new RecentMap(kept * NOTABLE_SHARE);
    this.recent = new RecentMap(kept, (forgotten) => {
      for (const [traceId, spans] of forgotten) if (spans.some(isNotable)) this.notable.set(traceId, spans);
    });
  }

  onStart(): void {}

  onEnd(span: ReadableSpan): void {
    const { traceId, traceFlags } = span.spanContext();
    const known = this.kept(traceId);
    if (known) {
      if (known.length < SPANS_OF_A_TRACE) known.push(span);
      return;
    }
    if (!(traceFlags & TraceFlags.SAMPLED) && !isNotable(span)) return;
    this.recent.set(traceId, [span]);
  }

  /** Whether something of this trace is kept: the rest of it is, too. */
  has(traceId: string): boolean {
    return this.kept(traceId) !== undefined;
  }

  /** What this process did in a trace, also together with other traces. */
  spansOf(traceId: string): SpanRecord[] {
    const own = this.kept(traceId) ?? [];
    const shared = [...this.all()].filter(
      (span) => span.spanContext().traceId !== traceId && linkedTo(span, traceId).length > 0,
    );
    const records = [
      ...own.map((span) =>
        recordOf(
          span,
          span.links.map(({ context }) => context.spanId),
        ),
      ),
      ...shared.map((span) => recordOf(span, linkedTo(span, traceId))),
    ];
    return records.slice(0, SPANS_OF_A_TRACE);
  }

  async forceFlush(): Promise<void> {}

  async shutdown(): Promise<void> {
    this.recent.clear();
    this.notable.clear();
  }

  private kept(traceId: string): ReadableSpan[] | undefined {
    return this.recent.get(traceId) ?? this.notable.get(traceId);
  }

  private *all(): Iterable<ReadableSpan> {
    for (const spans of this.recent.values()) yield* spans;
    for (const spans of this.notable.values()) yield* spans;
  }
}

const linkedTo = ({ links }: ReadableSpan, traceId: string): string[] =>
  links.flatMap(({ context }) => (context.traceId === traceId ? [context.spanId] : []));

function recordOf(span: ReadableSpan, links: string[]): SpanRecord {
  const { traceId: trace_id, spanId: span_id } = span.spanContext();
  const { status } = span;
  return {
    trace_id,
    span_id,
    parent_span_id: span.parentSpanContext?.spanId ?? '',
    name: span.name,
    kind: SpanKind[span.kind].toLowerCase(),
    start_us: hrTimeToMicroseconds(span.startTime),
    duration_us: hrTimeToMicroseconds(span.duration),
    error: status.code === SpanStatusCode.ERROR ? (status.message ?? 'failed') : '',
    attributes: Object.fromEntries(Object.entries(span.attributes).map(([name, value]) => [name, String(value)])),
    links,
  };
}
