import { outboundProxy } from '@app/config';
import { type Attributes, ROOT_CONTEXT, SpanKind, SpanStatusCode, type Tracer, trace } from '@opentelemetry/api';
import { parseTraceParent } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';

export { SpanKind };

/** One step of a sale. Ids exist whether or not spans are exported, so log lines always carry a trace id. */
export interface TraceSpan {
  /** 32 hex digits. */
  readonly traceId: string;
  /** W3C trace context of this span: hand it to the next process as its parent. */
  readonly traceparent: string;
  /** Ends the span; with an error it is marked as failed. `attributes` are those that are known only now. */
  end(error?: string, attributes?: Attributes): void;
}

/** Creates spans. With `OTEL_EXPORTER_OTLP_ENDPOINT` they are exported, without it they only carry ids. */
export class Tracing {
  private readonly provider: TracerProvider;
  private readonly tracer: Tracer;

  /**
   * @param service value of `service.name`
   * @param otlpEndpoint base URL of a collector (`http://127.0.0.1:4318`), or undefined to export nothing
   */
  constructor(service: string, otlpEndpoint?: string) {
    this.provider = new TracerProvider({
      resource: resourceFromAttributes({ 'service.name': service }),
      // Without a collector nothing is recorded, but whether the caller's trace is sampled is told to those who have one.
      sampler: new ParentBasedSampler({ root: otlpEndpoint ? new AlwaysOnSampler() : new AlwaysOffSampler() }),
      spanProcessors: otlpEndpoint
        ? [
            new BatchSpanProcessor({
              exporter: new OTLPTraceExporter({
                url: `${otlpEndpoint.replace(/\/$/, '')}/v1/traces`,
                httpAgentOptions: { keepAlive: true, proxyEnv: outboundProxy() },
              }),
            }),
          ]
        : [],
    });
    this.tracer = this.provider.getTracer(service);
  }

  /**
   * Starts a span.
   * @param parent W3C traceparent of the caller; malformed or missing starts a new trace
   */
  start(name: string, kind: SpanKind, parent?: string, attributes?: Attributes): TraceSpan {
    const parentContext = parent === undefined ? null : parseTraceParent(parent);
    const context = parentContext
      ? trace.setSpanContext(ROOT_CONTEXT, { ...parentContext, isRemote: true })
      : ROOT_CONTEXT;
    const span = this.tracer.startSpan(name, { kind, attributes }, context);
    const { traceId, spanId, traceFlags } = span.spanContext();
    return {
      traceId,
      traceparent: `00-${traceId}-${spanId}-0${traceFlags & 1}`,
      end(error, attributes) {
        if (attributes && span.isRecording()) span.setAttributes(attributes);
        if (error !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: error });
        span.end();
      },
    };
  }

  /** Exports what is left. */
  async close(): Promise<void> {
    await this.provider.shutdown();
  }
}

/** The trace id inside a traceparent, or undefined when there is none. */
export function traceIdOf(traceparent: string | undefined): string | undefined {
  return traceparent === undefined ? undefined : parseTraceParent(traceparent)?.traceId;
}
