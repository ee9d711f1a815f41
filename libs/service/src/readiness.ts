import { textOf, within } from '@app/base';

/** Answer of one readiness check: a dependency is usable, or the reason why not (for people, without secrets). */
export type CheckResult = { ok: true; detail?: string } | { ok: false; reason: string };

/** Body of `GET /health/ready`. */
export interface ReadinessReport {
  status: 'ready' | 'not-ready';
  checks: Record<string, CheckResult>;
}

const CHECK_TIMEOUT_MS = 1_000;

/** What has to be true before a service takes work. Each dependency registers one named check. */
export class Readiness {
  private readonly checks = new Map<string, () => CheckResult | Promise<CheckResult>>();
  private stopping = false;

  /** Registers a check. A check that throws or takes longer than a second counts as failed. */
  add(name: string, check: () => CheckResult | Promise<CheckResult>): void {
    this.checks.set(name, check);
  }

  /** From now on the service is not ready, whatever its checks say: it is shutting down. */
  stop(): void {
    this.stopping = true;
  }

  async report(): Promise<ReadinessReport> {
    const results = await Promise.all(
      [...this.checks].map(async ([name, check]) => [name, await settle(check)] as const),
    );
    const checks: Record<string, CheckResult> = Object.fromEntries(results);
    if (this.stopping) checks.process = { ok: false, reason: 'shutting down' };
    const ready = Object.values(checks).every((check) => check.ok);
    return { status: ready ? 'ready' : 'not-ready', checks };
  }
}

async function settle(check: () => CheckResult | Promise<CheckResult>): Promise<CheckResult> {
  try {
    const answer = Promise.resolve(check());
    return await within(CHECK_TIMEOUT_MS, answer, () => ({
      ok: false as const,
      reason: `no answer within ${CHECK_TIMEOUT_MS} ms`,
    }));
  } catch (error) {
    return { ok: false, reason: textOf(error) };
  }
}
