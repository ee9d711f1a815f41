/** What a batcher has in hand, in plain numbers: all that its policies decide by. Times are milliseconds since 1970. */
export interface Load {
  readonly now: number;
  readonly maxBatch: number;
  /** Items that wait for a batch. */
  readonly waiting: number;
  /** The newest item came. */
  readonly arrivedAt: number;
  /** Batches that run. */
  readonly running: number;
  readonly runningItems: number;
  /** The newest batch started. */
  readonly startedAt: number;
  /** The last batch ended. */
  readonly endedAt: number;
  /** Items without an answer just before that, its own included. */
  readonly beforeEnd: number;
  /** There was room to spare: nothing in hand, or a batch that was not full. */
  readonly spareAt: number;
}

/** `gathering`: items wait for their batch. `overloaded`: one more item is refused. */
export type BatcherState = 'idle' | 'running' | 'gathering' | 'overloaded';

/** Items without an answer. */
export const inHand = ({ waiting, runningItems }: Load): number => waiting + runningItems;

/** The name of the state that a load is. */
export function stateOf(load: Load, overloaded: boolean): BatcherState {
  if (overloaded) return 'overloaded';
  if (load.waiting > 0) return 'gathering';
  return load.running > 0 ? 'running' : 'idle';
}
