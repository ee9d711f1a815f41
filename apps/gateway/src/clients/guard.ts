import { type Answer, isOutage, type PeerFailures } from '@app/grpc';
import type { Logger } from '@app/observability';
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

export type BreakerState = (typeof STATES)[CircuitState];

const MAX_CALLS = 256;

/** Keeps a sick service from being hurt more: stops calling it for 2 s when half of its calls fail, and limits the calls that run. */
export class Guard {
  private readonly failures: PeerFailures;
  private readonly calls = bulkhead(MAX_CALLS, 0);
  private readonly breaker = circuitBreaker(
    handleWhenResult((answer) => isFailed(answer) && isOutage(answer.error)),
    { halfOpenAfter: 2_000, breaker: new SamplingBreaker({ threshold: 0.5, duration: 10_000, minimumRps: 1 }) },
  );

  /** @param changed called once with each state that the breaker enters */
  constructor(failures: PeerFailures, changed: (state: BreakerState) => void = () => {}) {
    this.failures = failures;
    this.breaker.onStateChange((state) => changed(STATES[state]));
  }

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

  get state(): BreakerState {
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

/** A line for each change: why calls are held back, and that they are let through again. */
export const logBreaker = (logger: Logger, service: string) => (state: BreakerState) => {
  const line = { breaker: state, service };
  if (state === 'open') logger.warn(line, 'most calls fail: calls are held back');
  else logger.info(line, state === 'closed' ? 'calls go through again' : 'one call is tried');
};
