import { type Answer, isOutage, type PeerFailures } from '@app/grpc';
import {
  BrokenCircuitError,
  BulkheadRejectedError,
  bulkhead,
  CircuitState,
  circuitBreaker,
  handleWhenResult,
  SamplingBreaker,
} from 'cockatiel';
import type { Result } from './result.js';

const STATES = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.Open]: 'open',
  [CircuitState.HalfOpen]: 'half-open',
  [CircuitState.Isolated]: 'open',
} as const;

const MAX_CALLS = 256;

/** Keeps a sick service from being hurt more: stops calling it for 2 s when half of its calls fail, and limits the calls that run. */
export class Guard {
  private readonly calls = bulkhead(MAX_CALLS, 0);
  private readonly breaker = circuitBreaker(
    handleWhenResult((answer) => isFailed(answer) && isOutage(answer.error)),
    { halfOpenAfter: 2_000, breaker: new SamplingBreaker({ threshold: 0.5, duration: 10_000, minimumRps: 1 }) },
  );

  constructor(private readonly failures: PeerFailures) {}

  /** Runs one call behind the breaker. */
  async run<R>(call: () => Promise<Answer<R>>): Promise<Result<R>> {
    try {
      const answer = await this.breaker.execute(call);
      return answer.ok ? answer : this.failures.of(answer.error);
    } catch (error) {
      if (error instanceof BrokenCircuitError) return this.failures.unavailable;
      throw error;
    }
  }

  /** Runs one call behind the breaker, unless too many run already. */
  async runLimited<R>(call: () => Promise<Answer<R>>): Promise<Result<R>> {
    try {
      return await this.calls.execute(() => this.run(call));
    } catch (error) {
      if (error instanceof BulkheadRejectedError) return this.failures.overloaded;
      throw error;
    }
  }

  get state(): (typeof STATES)[CircuitState] {
    return STATES[this.breaker.state];
  }

  /** Calls that could be started right now. */
  get freeSlots(): number {
    return this.calls.executionSlots;
  }
}

function isFailed(answer: unknown): answer is Extract<Answer<unknown>, { ok: false }> {
  return (answer as Answer<unknown>).ok === false;
}
