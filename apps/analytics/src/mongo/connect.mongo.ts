import { type Db, MongoClient } from 'mongodb';

/** The database that `MONGODB_URI` names. */
export class AnalyticsDb {
  private readonly client: MongoClient;
  private failure: string | undefined;

  constructor(uri: string) {
    this.client = new MongoClient(uri, {
      appName: 'analytics',
      serverSelectionTimeoutMS: 3_000,
      connectTimeoutMS: 3_000,
      socketTimeoutMS: 10_000,
      maxPoolSize: 10,
    });
    this.client.on('serverHeartbeatFailed', ({ failure }) => {
      this.failure = failure.message;
    });
    this.client.on('serverHeartbeatSucceeded', () => {
      this.failure = undefined;
    });
  }

  /** What the driver's monitor met last, when that was a failure. */
  get lastFailure(): string | undefined {
    return this.failure;
  }

  /**
   * Connects when it is not connected yet. The driver does that by itself only until the first attempt fails; after that
   * every operation says "Topology is closed" until `connect` is called again.
   */
  async db(): Promise<Db> {
    await this.client.connect();
    return this.client.db();
  }

  async close(): Promise<void> {
    await this.client.close();
  }
}
