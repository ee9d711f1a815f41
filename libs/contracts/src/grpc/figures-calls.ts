import type { CallsOf } from './calls-of.js';
import type { FiguresClient } from './gen/analytics.js';

/** Every call of `protos/analytics.proto` by its name on the wire: request and reply. */
export type FiguresCalls = CallsOf<FiguresClient>;
