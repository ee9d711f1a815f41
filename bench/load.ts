import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** What one run of load is: closed loop, or open at `rate` requests a second. */
export interface LoadOptions {
  url: string;
  connections: number;
  seconds: number;
  rate?: number;
  products: number[];
  /** Share of the requests that repeat the connection's last order. */
  replayShare?: number;
  /** Order ids are `<prefix>-<n>`. */
  prefix: string;
  /** False for the reference whose answer is constant. */
  checked?: boolean;
}

export interface LoadResult {
  seconds: number;
  /** Orders sent, each counted once, also when it was repeated. */
  sent: number;
  statuses: Record<string, number>;
  errors: number;
  timeouts: number;
  /** Answers that named another order: any makes the figure void. */
  wrong: number;
  wrongExample?: string;
  acceptedPerSecond: number;
  /** Of all answers; at a given rate from the moment the request was due. */
  latencyMs: { p50: number; p90: number; p99: number; max: number };
  /** From the moment the request was sent. */
  p99Ms: { accepted: number; refused: number };
}

const generator = fileURLToPath(new URL('load-generator.ts', import.meta.url));
let runs = 0;

/** Runs the load in a process of its own, so that its work is never the measured process's work. */
export async function runLoad(options: Omit<LoadOptions, 'prefix'>): Promise<LoadResult> {
  runs += 1;
  const all: LoadOptions = { ...options, prefix: `b${process.pid.toString(36)}-${runs}` };
  const { stdout } = await promisify(execFile)(process.execPath, [generator, JSON.stringify(all)], {
    maxBuffer: 1 << 24,
  });
  return JSON.parse(stdout) as LoadResult;
}
