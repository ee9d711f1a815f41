import { MongoError, MongoServerError } from 'mongodb';

/** True for what the driver says without a server: no connection, no answer in time. */
export const isDatabaseAway = (error: unknown): boolean =>
  error instanceof MongoError && !(error instanceof MongoServerError);
