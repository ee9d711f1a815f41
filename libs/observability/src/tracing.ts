import { outboundProxy } from '@app/config';
import type { TraceSpan as SpanRecord } from '@app/contracts';
import { type Attributes, ROOT_CONTEXT, SpanKind, TraceFlags } from '@opentelemetry/api';
import { parseTraceParent } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  RandomIdGenerator,
  SamplingDecision,
  type SpanProcessor,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace';
import { NotableSpans } from './notable-spans.js';
import { RecentTraces } from './recent-traces.js';
import { contextOf, RecordedSpan, type SpanSource } from './recorded-span.js';

export { SpanKind };

/** One step of a sale. Ids exist whether or not spans are exported, so log lines always carry a trace id. */
export interface TraceSpan {
  /** 32 hex digits. */
  readonly traceId: string;
  /** W3C trace context of this span: hand it to the next process as its parent. */
  readonly traceparent: string;
  /** It is about another trace, too. */
  link(traceparent: string | undefined): void;
  /** Ends the span; with an error it is marked as failed. `attributes` are those that are known only now. */
  end(error?: string, attributes?: Attributes): void;
}

/** What becomes of spans: the variables of the same names. */
export interface TracingOptions {
  /** Base URL of a collector (`http://127.0.0.1:4318`); undefined to export nothing. */
  OTEL_EXPORTER_OTLP_ENDPOINT?: string | undefined;
  /** Share of the traces that begin here and are sampled, 0 to 1 (default 1). What failed or was slow is kept nevertheless. */
  OTEL_TRACES_SAMPLER_ARG?: number | undefined;
  /** Traces that this process keeps in memory (default 0). */
  TRACES_KEPT?: number | undefined;
}

/** What is known of a step when it begins. */
export interface SpanStart {
  /** W3C traceparent of the caller; malformed or missing starts a new trace. */
  parent?: string | undefined;
  /** Traceparents of what else it is about: each sale of a batch, the sweep that found an event. */
  links?: readonly (string | undefined)[];
  attributes?: Attributes;
}

const IDS = new RandomIdGenerator();
const NOTHING: Attributes = {};

/** Creates spans. They are kept in memory and exported as the options say; without either they only carry ids. */
export class Tracing {
  private readonly processors: readonly SpanProcessor[];
  private readonly source: SpanSource;
  private readonly sampler: TraceIdRatioBasedSampler;
  private readonly recent: RecentTraces | undefined;

  /** @param service value of `service.name` */
  constructor(service: string, options: TracingOptions = {}) {
    const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_TRACES_SAMPLER_ARG: ratio = 1, TRACES_KEPT = 0 } = options;
    this.recent = TRACES_KEPT > 0 ? new RecentTraces(TRACES_KEPT) : undefined;
    this.processors = [...(this.recent ? [this.recent] : []), ...(endpoint ? [exporting(endpoint)] : [])];
    const resource = resourceFromAttributes({ 'service.name': service });
    this.source = { resource, instrumentationScope: { name: service }, readers: this.processors };
    // Without a reader no trace is sampled that begins here.
    this.sampler = new TraceIdRatioBasedSampler(this.processors.length > 0 ? ratio : 0);
  }

  /** Starts a span. */
  start(name: string, kind: SpanKind, { parent, links = [], attributes = NOTHING }: SpanStart = {}): TraceSpan {
    const caller = contextOf(parent);
    const traceId = caller?.traceId ?? IDS.generateTraceId();
    const traceFlags = caller ? caller.traceFlags & TraceFlags.SAMPLED : this.flagsOf(traceId);
    const context = { traceId, spanId: IDS.generateSpanId(), traceFlags };
    return new RecordedSpan(this.source, { name, kind, context, parent: caller, links, attributes });
  }

  /** What this process did in one trace, as far as it is kept. */
  spansOf(traceId: string): SpanRecord[] {
    return this.recent?.spansOf(traceId) ?? [];
  }

  /** Exports what is left. */
  async close(): Promise<void> {
    await Promise.all(this.processors.map((processor) => processor.shutdown()));
  }

  private flagsOf(traceId: string): TraceFlags {
    const { decision } = this.sampler.shouldSample(ROOT_CONTEXT, traceId);
    return decision === SamplingDecision.RECORD_AND_SAMPLED ? TraceFlags.SAMPLED : TraceFlags.NONE;
  }
}

const exporting = (endpoint: string): SpanProcessor =>
  new NotableSpans(
    new BatchSpanProcessor({
      exporter: new OTLPTraceExporter({
        url: `${endpoint.replace(/\/$/, '')}/v1/traces`,
        httpAgentOptions: { keepAlive: true, proxyEnv: outboundProxy() },
      }),
    }),
  );

/** The trace id inside a traceparent, or undefined when there is none. */
export function traceIdOf(traceparent: string | undefined): string | undefined {
  return traceparent === undefined ? undefined : parseTraceParent(traceparent)?.traceId;
}
