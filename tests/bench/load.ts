import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** What one run of load is: at `rate` requests a second, or without it as many as the connections can do. */
export interface LoadOptions {
  /** Several share the load. */
  urls: string[];
  connections: number;
  seconds: number;
  rate?: number;
  products: number[];
  /** Number of lines of each order, each line of another product, instead of simple sales. */
  basket?: number;
  /** Share of the requests that repeat the connection's last order. */
  replayShare?: number;
  /** Order ids are `<prefix>-<n>`. */
  prefix: string;
  /** False for the reference whose answer is constant. */
  checked?: boolean;
}

/** Milliseconds from sending a request to its answer. */
export interface Latency {
  p50: number;
  p99: number;
}

export interface LoadResult {
  statuses: Record<string, number>;
  /** Requests without an answer. */
  errors: number;
  /** Answers that named another order: any makes the figure void. */
  wrong: number;
  wrongExample?: string;
  sentPerSecond: number;
  acceptedPerSecond: number;
  accepted: Latency;
  refused: Latency;
}

const generator = fileURLToPath(new URL('load-generator.ts', import.meta.url));
let runs = 0;

/** Runs the load in a process of its own, so that its work is never the measured process's work. */
export async function runLoad({
  url,
  ...options
}: Omit<LoadOptions, 'prefix' | 'urls'> & { url: string | string[] }): Promise<LoadResult> {
  runs += 1;
  const all: LoadOptions = { ...options, urls: [url].flat(), prefix: `b${process.pid.toString(36)}-${runs}` };
  const { stdout } = await promisify(execFile)(process.execPath, [generator, JSON.stringify(all)], {
    maxBuffer: 1 << 24,
  });
  return JSON.parse(stdout) as LoadResult;
}
