import { createRequire } from 'node:module';
import { outboundProxy } from '@app/config';
import type { TraceSpan as SpanRecord } from '@app/contracts';
import {
  type Attributes,
  type Link,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import { parseTraceParent } from '@opentelemetry/core';
import type * as Otlp from '@opentelemetry/exporter-trace-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  AlwaysOffSampler,
  BatchSpanProcessor,
  createAlwaysRecordSampler,
  ParentBasedSampler,
  type SpanProcessor,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { NotableSpans } from './notable-spans.js';
import { RecentTraces } from './recent-traces.js';

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

/** As many as the largest batch has items. */
const MOST_LINKS = 512;

/** Creates spans. They are kept in memory and exported as the options say; without either they only carry ids. */
export class Tracing {
  private readonly provider: TracerProvider;
  private readonly tracer: Tracer;
  private readonly recent: RecentTraces | undefined;

  /** @param service value of `service.name` */
  constructor(service: string, options: TracingOptions = {}) {
    const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_TRACES_SAMPLER_ARG: ratio = 1, TRACES_KEPT = 0 } = options;
    this.recent = TRACES_KEPT > 0 ? new RecentTraces(TRACES_KEPT) : undefined;
    const spanProcessors = [...(this.recent ? [this.recent] : []), ...(endpoint ? [exporting(endpoint)] : [])];
    const sampled = new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) });
    this.provider = new TracerProvider({
      resource: resourceFromAttributes({ 'service.name': service }),
      // Without a reader nothing is recorded, but the caller's sampling decision is passed on.
      sampler:
        spanProcessors.length > 0
          ? createAlwaysRecordSampler(sampled)
          : new ParentBasedSampler({ root: new AlwaysOffSampler() }),
      spanLimits: { linkCountLimit: MOST_LINKS },
      spanProcessors,
    });
    this.tracer = this.provider.getTracer(service);
  }

  /** Starts a span. */
  start(name: string, kind: SpanKind, { parent, links = [], attributes }: SpanStart = {}): TraceSpan {
    const parentContext = contextOf(parent);
    const context = parentContext ? trace.setSpanContext(ROOT_CONTEXT, parentContext) : ROOT_CONTEXT;
    const span = this.tracer.startSpan(name, { kind, attributes, links: linksOf(links) }, context);
    const { traceId, spanId, traceFlags } = span.spanContext();
    return {
      traceId,
      traceparent: `00-${traceId}-${spanId}-0${traceFlags & 1}`,
      link: (other) => void span.addLinks(linksOf([other])),
      end(error, attributes) {
        if (attributes && span.isRecording()) span.setAttributes(attributes);
        if (error !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: error });
        span.end();
      },
    };
  }

  /** What this process did in one trace, as far as it is kept. */
  spansOf(traceId: string): SpanRecord[] {
    return this.recent?.spansOf(traceId) ?? [];
  }

  /** Exports what is left. */
  async close(): Promise<void> {
    await this.provider.shutdown();
  }
}

const require = createRequire(import.meta.url);

/** The exporter is loaded here: 5 MB, and few have a collector. */
function exporting(endpoint: string): SpanProcessor {
  const { OTLPTraceExporter } = require('@opentelemetry/exporter-trace-otlp-proto') as typeof Otlp;
  const exporter = new OTLPTraceExporter({
    url: `${endpoint.replace(/\/$/, '')}/v1/traces`,
    httpAgentOptions: { keepAlive: true, proxyEnv: outboundProxy() },
  });
  return new NotableSpans(new BatchSpanProcessor({ exporter }));
}

function contextOf(traceparent: string | undefined) {
  const context = traceparent === undefined ? null : parseTraceParent(traceparent);
  return context && { ...context, isRemote: true };
}

const linksOf = (traceparents: readonly (string | undefined)[]): Link[] =>
  traceparents.flatMap((traceparent) => {
    const context = contextOf(traceparent);
    return context ? [{ context }] : [];
  });

/** The trace id inside a traceparent, or undefined when there is none. */
export function traceIdOf(traceparent: string | undefined): string | undefined {
  return traceparent === undefined ? undefined : parseTraceParent(traceparent)?.traceId;
}
