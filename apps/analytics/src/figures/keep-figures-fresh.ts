import { LOGGER, type Logger } from '@app/observability';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { FiguresRepository, type Mark } from './figures.mongo.repository.js';
import { FiguresMetrics } from './figures-metrics.js';
import { KnownFigures } from './known-figures.js';
import { project } from './projector.js';

/** After the first mark, so that a burst of sales is folded once. */
const GATHER_MS = 300;
/** A round takes at most a fifth of the time, so that folding never starves recording. */
const PAUSE_FACTOR = 4;
const MAX_PAUSE_MS = 5_000;
const RETRY_MS = 1_000;
/** Marks of others are left to them, unless they are older than this: then their writer is dead, or slow. */
const ORPHANED_AFTER_MS = 5_000;
const LOOK_FOR_ORPHANS_MS = 5_000;
/** A mark that is younger stands for later notes, too: nobody else takes it for orphaned, and deletes it, for as long again. */
const STANDS_FOR_MS = ORPHANED_AFTER_MS / 2;

/** Folds what was marked, soon after it was marked. Any number of processes may do so beside each other. */
@Injectable()
export class KeepFiguresFresh implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly figures: FiguresRepository;
  private readonly known: KnownFigures;
  private readonly metrics: FiguresMetrics;
  private readonly logger: Logger;
  /** Written by this process and not folded yet. */
  private readonly own = new Map<string, Mark>();
  /** Those of them whose notes are being read: a later note needs another mark. */
  private taken = new Set<string>();
  private timer: NodeJS.Timeout | undefined;
  private timerAt = 0;
  private running: Promise<void> | undefined;
  private notBefore = 0;
  private lastLook = Number.NEGATIVE_INFINITY;
  private stopped = false;
  private failing = false;

  constructor(
    figures: FiguresRepository,
    known: KnownFigures,
    metrics: FiguresMetrics,
    @Inject(LOGGER) logger: Logger,
  ) {
    this.figures = figures;
    this.known = known;
    this.metrics = metrics;
    this.logger = logger;
  }

  onApplicationBootstrap(): void {
    this.wakeUp(0);
  }

  /**
   * Notes of these segments have been written: they are marked, unless a mark that waits says so already. Durable when it resolves.
   */
  async stale(segments: string[]): Promise<void> {
    if (!this.isMarked(segments)) {
      const mark = await this.figures.mark(segments);
      this.own.set(mark._id, mark);
    }
    this.wakeUp(GATHER_MS);
  }

  /** Nothing is folded any more; what is marked stays marked. */
  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  private isMarked(segments: string[]): boolean {
    const since = Date.now() - STANDS_FOR_MS;
    const waiting = [...this.own.values()].filter(({ _id, at }) => !this.taken.has(_id) && at.getTime() > since);
    const marked = new Set(waiting.flatMap((mark) => mark.segments));
    return segments.every((segment) => marked.has(segment));
  }

  private wakeUp(inMs: number): void {
    if (this.stopped || this.running) return;
    const at = Math.max(performance.now() + inMs, this.notBefore);
    if (this.timer && this.timerAt <= at) return;
    clearTimeout(this.timer);
    this.timerAt = at;
    this.timer = setTimeout(() => void this.run(), Math.max(0, at - performance.now())).unref();
  }

  private async run(): Promise<void> {
    this.timer = undefined;
    this.running = this.runRound();
    await this.running;
    this.running = undefined;
    this.wakeUp(this.own.size > 0 ? 0 : LOOK_FOR_ORPHANS_MS);
  }

  /** Never rejects: what could not be folded stays marked. */
  private async runRound(): Promise<void> {
    const began = performance.now();
    try {
      const marks = await this.dueMarks();
      if (marks.length > 0) await this.fold(marks);
      if (this.failing) this.logger.info('figures are folded again');
      this.failing = false;
    } catch (err) {
      if (!this.failing) this.logger.warn({ err }, 'figures cannot be folded now; what is stale stays marked');
      this.failing = true;
    }
    const now = performance.now();
    const pause = this.failing ? RETRY_MS : Math.min(MAX_PAUSE_MS, Math.max(GATHER_MS, PAUSE_FACTOR * (now - began)));
    this.notBefore = now + pause;
  }

  private async dueMarks(): Promise<Mark[]> {
    const own = [...this.own.values()];
    this.taken = new Set(this.own.keys());
    if (Date.now() - this.lastLook < LOOK_FOR_ORPHANS_MS) return own;
    const orphanedBefore = Date.now() - ORPHANED_AFTER_MS;
    const others = (await this.figures.allMarks()).filter(
      ({ _id, at, due }) => !this.own.has(_id) && at.getTime() < orphanedBefore && due.getTime() <= Date.now(),
    );
    this.lastLook = Date.now();
    return [...own, ...others];
  }

  private async fold(marks: Mark[]): Promise<void> {
    const done = this.metrics.roundStarted();
    await project(this.figures, this.known, [...new Set(marks.flatMap(({ segments }) => segments))]);
    await this.figures.unmark(marks);
    for (const { _id } of marks) this.own.delete(_id);
    done(marks);
  }
}
