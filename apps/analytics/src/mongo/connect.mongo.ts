import { type Db, MongoClient, type MongoClientOptions } from 'mongodb';

const OPTIONS: MongoClientOptions = {
  appName: 'analytics',
  serverSelectionTimeoutMS: 3_000,
  connectTimeoutMS: 3_000,
  socketTimeoutMS: 10_000,
  maxPoolSize: 10,
};
/** A monitor looks every 10 s at least, and each look has ended after 3 s. */
const SILENT_MS = 30_000;

/** The database that `MONGODB_URI` names. */
export class AnalyticsDb {
  private readonly uri: string;
  private readonly now: () => number;
  private client: MongoClient;
  private heardAt: number;
  private failure: string | undefined;

  /** @param now milliseconds, a clock that never goes back */
  constructor(uri: string, now: () => number = () => performance.now()) {
    this.uri = uri;
    this.now = now;
    this.heardAt = now();
    this.client = this.open();
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
    if (this.now() - this.heardAt > SILENT_MS) this.replace();
    await this.client.connect();
    return this.client.db();
  }

  async close(): Promise<void> {
    await this.client.close();
  }

  private open(): MongoClient {
    const client = new MongoClient(this.uri, OPTIONS);
    const heard = (failure: string | undefined) => {
      if (client !== this.client) return;
      this.heardAt = this.now();
      this.failure = failure;
    };
    client.on('serverHeartbeatFailed', ({ failure }) => heard(failure.message));
    client.on('serverHeartbeatSucceeded', () => heard(undefined));
    return client;
  }

  /**
   * The driver's monitor can get stuck: a check whose connection ended while the process stood still never returns, and without a check
   * nothing is tried any more, although the server is back (mongodb 7.9, found by the chaos suite). A new client has a new one.
   */
  private replace(): void {
    const stuck = this.client;
    this.heardAt = this.now();
    this.client = this.open();
    void stuck.close().catch(() => {});
  }
}
