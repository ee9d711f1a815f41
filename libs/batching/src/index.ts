export { Batcher, type BatcherOptions } from './batcher.js';
export { allOf, behindRunning, type Gathering, paced, slots, untilCrowdReturns } from './gathering.js';
export type { BatcherState, Load } from './load.js';
export { type Overload, type Refusal, type Shedding, standingQueue, waitingAtMost } from './shedding.js';
