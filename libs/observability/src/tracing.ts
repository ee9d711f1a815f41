import { createRequire } from 'node:module';
import { outboundProxy } from '@app/config';
import type { TraceSpan as SpanRecord } from '@app/contracts';
import {
  type Attributes,
  type Link,
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import { parseTraceParent } from '@opentelemetry/core';
import type * as Otlp from '@opentelemetry/exporter-trace-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, RandomIdGenerator, type SpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { Decided } from './decided.js';
import { isWorthKeeping } from './notable.js';
import { NotableSpans } from './notable-spans.js';
import { RecentTraces } from './recent-traces.js';
import { RootSampling } from './root-sampling.js';

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
  end(error?: string, attributes?: Description): void;
}

/** What a span is about; a function is called only when the span is kept. */
export type Description = Attributes | (() => Attributes);

/** What becomes of spans: the variables of the same names. */
export interface TracingOptions {
  /** Base URL of a collector (`http://127.0.0.1:4318`); undefined to export nothing. */
  OTEL_EXPORTER_OTLP_ENDPOINT?: string | undefined;
  /**
   * Share of the traces that begin here and are sampled, 0 to 1 (default 1); without a collector in bounded number (`RootSampling`).
   * What failed or was slow is kept nevertheless.
   */
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
  attributes?: Description;
}

/** As many as the largest batch has items. */
const MOST_LINKS = 512;

/** A span as it begins. */
interface Begun {
  name: string;
  kind: SpanKind;
  parent: SpanContext | undefined;
  traceId: string;
  spanId: string;
  sampled: boolean;
  links: readonly (string | undefined)[];
  attributes: Description | undefined;
}

/** Creates spans. They are kept in memory and exported as the options say; without either they only carry ids. */
export class Tracing {
  private readonly provider: TracerProvider;
  private readonly tracer: Tracer;
  private readonly recent: RecentTraces | undefined;
  private readonly ids = new RandomIdGenerator();
  private readonly decided = new Decided();
  private readonly roots: RootSampling;
  /** False when nobody would read what is recorded. */
  private readonly isRead: boolean;

  /** @param service value of `service.name` */
  constructor(service: string, options: TracingOptions = {}) {
    const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_TRACES_SAMPLER_ARG: share = 1, TRACES_KEPT = 0 } = options;
    this.recent = TRACES_KEPT > 0 ? new RecentTraces(TRACES_KEPT) : undefined;
    const spanProcessors = [...(this.recent ? [this.recent] : []), ...(endpoint ? [exporting(endpoint)] : [])];
    this.isRead = spanProcessors.length > 0;
    this.roots = new RootSampling(share, endpoint ? Number.POSITIVE_INFINITY : TRACES_KEPT);
    this.provider = new TracerProvider({
      resource: resourceFromAttributes({ 'service.name': service }),
      sampler: this.decided,
      idGenerator: this.decided,
      spanLimits: { linkCountLimit: MOST_LINKS },
      spanProcessors,
    });
    this.tracer = this.provider.getTracer(service);
  }

  /** Starts a span. Its trace is sampled when the caller samples it, or when one that it is linked to is sampled. */
  start(name: string, kind: SpanKind, { parent: traceparent, links = [], attributes }: SpanStart = {}): TraceSpan {
    const parent = contextOf(traceparent);
    const traceId = parent?.traceId ?? this.ids.generateTraceId();
    const spanId = this.ids.generateSpanId();
    const sampled = parent ? isSampled(parent) : this.samplesRoot(links);
    const begun = { name, kind, parent, traceId, spanId, sampled, links, attributes };
    const ids = { traceId, traceparent: `00-${traceId}-${spanId}-0${Number(sampled)}` };
    return { ...ids, ...(sampled && this.isRead ? this.recorded(begun) : this.unrecorded(begun)) };
  }

  private samplesRoot(links: readonly (string | undefined)[]): boolean {
    const linked = links.filter((link) => link !== undefined);
    return linked.length > 0 ? linked.some(saysSampled) : this.roots.next();
  }

  private recorded(begun: Begun): Pick<TraceSpan, 'link' | 'end'> {
    const span = this.spanOf(begun);
    return {
      link: (other) => void span.addLinks(linksOf([other])),
      end: (error, attributes) => endSpan(span, error, attributes),
    };
  }

  /** Becomes a span only when it turns out to be worth keeping: an object of the SDK's for each step is dear. */
  private unrecorded(begun: Begun): Pick<TraceSpan, 'link' | 'end'> {
    const more: (string | undefined)[] = [];
    const at = performance.now();
    return {
      link: (other) => void more.push(other),
      end: (error, attributes) => {
        const now = performance.now();
        const isKept = isWorthKeeping(error !== undefined, now - at) || this.recent?.has(begun.traceId);
        if (!this.isRead || !isKept) return;
        endSpan(this.spanOf({ ...begun, links: [...begun.links, ...more] }, at), error, attributes, now);
      },
    };
  }

  /** @param startTime of `performance.now()`; only for a span that has ended already: with it the SDK ends spans by the wall clock */
  private spanOf({ name, kind, parent, links, attributes, ...decided }: Begun, startTime?: number): Span {
    this.decided.now = decided;
    const context = parent ? trace.setSpanContext(ROOT_CONTEXT, parent) : ROOT_CONTEXT;
    const options = { kind, links: linksOf(links), startTime, attributes: attributes && made(attributes) };
    return this.tracer.startSpan(name, options, context);
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

const made = (description: Description): Attributes =>
  typeof description === 'function' ? description() : description;

function endSpan(span: Span, error: string | undefined, attributes: Description | undefined, at?: number): void {
  if (attributes) span.setAttributes(made(attributes));
  if (error !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: error });
  span.end(at);
}

function contextOf(traceparent: string | undefined): SpanContext | undefined {
  const context = traceparent === undefined ? null : parseTraceParent(traceparent);
  return context ? { ...context, isRemote: true } : undefined;
}

const isSampled = ({ traceFlags }: SpanContext): boolean => (traceFlags & TraceFlags.SAMPLED) !== 0;

/** The same of a traceparent that a service of ours has made, without taking all of it apart. */
const saysSampled = (traceparent: string): boolean => /[13579bdf]$/.test(traceparent);

const linksOf = (traceparents: readonly (string | undefined)[]): Link[] =>
  traceparents.flatMap((traceparent) => {
    const context = contextOf(traceparent);
    return context ? [{ context }] : [];
  });

/** The trace id inside a traceparent, or undefined when there is none. */
export function traceIdOf(traceparent: string | undefined): string | undefined {
  return traceparent === undefined ? undefined : parseTraceParent(traceparent)?.traceId;
}
