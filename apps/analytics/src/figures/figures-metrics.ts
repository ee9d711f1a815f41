import { Injectable } from '@nestjs/common';
import { Counter, Histogram, Registry } from 'prom-client';

/** How fresh the figures are, and what that costs. */
@Injectable()
export class FiguresMetrics {
  private readonly segments: Counter;
  private readonly seconds: Histogram;
  private readonly lag: Histogram;

  constructor(registry: Registry) {
    const registers = [registry];
    this.segments = new Counter({
      name: 'analytics_segments_folded_total',
      help: 'Segments of ten seconds whose figures were folded.',
      registers,
    });
    this.seconds = new Histogram({
      name: 'analytics_fold_duration_seconds',
      help: 'One round of folding.',
      buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    });
    this.lag = new Histogram({
      name: 'analytics_figures_lag_seconds',
      help: 'From the record of a batch of events to its figures.',
      buckets: [0.25, 0.5, 1, 2, 5, 15, 60, 300],
      registers,
    });
  }

  /** Starts a clock; call the result with the marks that were worked off. */
  roundStarted(): (marks: readonly { at: Date; segments: string[] }[]) => void {
    const stop = this.seconds.startTimer();
    return (marks) => {
      stop();
      this.segments.inc(new Set(marks.flatMap(({ segments }) => segments)).size);
      for (const { at } of marks) this.lag.observe(Math.max(0, Date.now() - at.getTime()) / 1_000);
    };
  }
}
