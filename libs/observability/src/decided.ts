import { type IdGenerator, type Sampler, SamplingDecision } from '@opentelemetry/sdk-trace';

/** Hands the SDK what was decided before it is asked for a span: the ids, and whether the trace is sampled. */
export class Decided implements IdGenerator, Sampler {
  now = { traceId: '', spanId: '', sampled: false };
  generateTraceId = () => this.now.traceId;
  generateSpanId = () => this.now.spanId;
  shouldSample = () => ({
    decision: this.now.sampled ? SamplingDecision.RECORD_AND_SAMPLED : SamplingDecision.RECORD,
  });
}
