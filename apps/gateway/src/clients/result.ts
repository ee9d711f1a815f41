import type { Failure } from '@app/contracts';

/** What a call to inventory gave: a value, or a failure that the edge knows how to answer. */
export type Result<T> = { ok: true; value: T } | Failure;
