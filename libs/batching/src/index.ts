export { Batcher, type BatcherOptions } from './batcher.js';
export { allOf, among, behindRunning, Crowd, type Gathering, paced, slots, untilCrowdReturns } from './gathering.js';
export type { BatcherState, Load } from './load.js';
export { type Overload, type Refusal, type Shedding, standingQueue, waitingAtMost } from './shedding.js';
