import { textOf } from '@app/base';
import { MongoBulkWriteError, MongoServerError } from 'mongodb';

/** What happened to one document of a batch. */
export type InsertOutcome =
  | { outcome: 'inserted' }
  | { outcome: 'duplicate' }
  /** Some unique key is taken, and the server does not say which. */
  | { outcome: 'key-taken' }
  /** It can never be stored. */
  | { outcome: 'refused'; reason: string; code: number }
  /** Not stored, and another try may help. */
  | { outcome: 'failed'; reason: string };

/** What a failed insert says about its documents. */
export type InsertFailure =
  /** Nothing about them: the database cannot be used now. */
  | { scope: 'database'; reason: string }
  /** All of them were refused together, maybe because of one. */
  | { scope: 'batch'; reason: string }
  /** The documents at these positions were not stored. */
  | { scope: 'documents'; errors: Map<number, Exclude<InsertOutcome, { outcome: 'inserted' }>> };

/** https://www.mongodb.com/docs/manual/reference/error-codes/ */
const DUPLICATE_KEY = 11_000;

/** Faults of the document itself: BadValue, FailedToParse, TypeMismatch, InvalidBSON, DollarPrefixedFieldName, EmptyFieldName, DottedFieldName, DocumentValidationFailure, BSONObjectTooLarge, KeyTooLong. */
const FAULTS_OF_THE_DOCUMENT = new Set([2, 9, 14, 22, 52, 56, 57, 121, 10_334, 17_280]);

/** Faults of the server or of our access to it: HostUnreachable, HostNotFound, Unauthorized, AuthenticationFailed, MaxTimeMSExpired, WriteConcernFailed, NetworkTimeout, ShutdownInProgress, FailedToSatisfyReadPreference, PrimarySteppedDown, ExceededTimeLimit, SocketException, NotWritablePrimary, InterruptedAtShutdown, InterruptedDueToReplStateChange, NotPrimaryNoSecondaryOk, NotPrimaryOrSecondary, OutOfDiskSpace. */
const FAULTS_OF_THE_SERVER = new Set([
  6, 7, 13, 18, 50, 64, 89, 91, 133, 189, 262, 9_001, 10_107, 11_600, 11_602, 13_435, 13_436, 14_031,
]);

export function classifyInsert(error: unknown): InsertFailure {
  const reason = textOf(error);
  // Errors of the driver itself (no connection, no server in time) have no numeric code.
  if (!(error instanceof MongoServerError) || typeof error.code !== 'number') return { scope: 'database', reason };
  const notDurable = error instanceof MongoBulkWriteError && error.result?.getWriteConcernError();
  if (notDurable) return { scope: 'database', reason };
  const writeErrors = error instanceof MongoBulkWriteError ? [error.writeErrors].flat() : [];
  if (writeErrors.length > 0) {
    return { scope: 'documents', errors: new Map(writeErrors.map((e) => [e.index, outcomeOf(e.code, e.errmsg)])) };
  }
  return { scope: FAULTS_OF_THE_SERVER.has(error.code) ? 'database' : 'batch', reason };
}

function outcomeOf(code: number, reason = `error ${code}`): Exclude<InsertOutcome, { outcome: 'inserted' }> {
  if (code === DUPLICATE_KEY) return outcomeOfTakenKey(reason);
  return FAULTS_OF_THE_DOCUMENT.has(code) ? { outcome: 'refused', reason, code } : { outcome: 'failed', reason };
}

/** E11000 duplicate key error collection: analytics_db.sales_events index: _id_ dup key: { _id: "…" } */
const INDEX_OF_TAKEN_KEY = / index: (\S+) dup key: /;

/** 11000 is for any unique index; only `_id_` means that the document is stored. The driver drops `keyPattern`, so its text is read. */
function outcomeOfTakenKey(reason: string): Exclude<InsertOutcome, { outcome: 'inserted' }> {
  const index = INDEX_OF_TAKEN_KEY.exec(reason)?.[1];
  if (index === undefined) return { outcome: 'key-taken' };
  return index === '_id_' ? { outcome: 'duplicate' } : clash;
}

/** The outcome of a document that another one keeps out. */
export const clash = {
  outcome: 'refused',
  reason: 'another document has its unique key',
  code: DUPLICATE_KEY,
} as const;
