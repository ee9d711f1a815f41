import { readFileSync } from 'node:fs';
import { type Identity, identify, isAlive } from './processes/identity.ts';

const LOOK_EVERY_MS = 500;

function parentOf(pid: number): number {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[1]);
}

/** The npm that started us, perhaps with a shell in between. */
function npmAbove(): Identity | undefined {
  if (!process.env.npm_lifecycle_event) return undefined;
  try {
    for (let pid = process.ppid, steps = 0; pid > 1 && steps < 3; pid = parentOf(pid), steps++) {
      if (/^(npm|node|pnpm|yarn)/.test(readFileSync(`/proc/${pid}/comm`, 'utf8'))) return identify(pid);
    }
  } catch {
    // It is gone already; there is nothing to wait for.
  }
  return undefined;
}

/** Who killed npm meant us: a supervisor without a terminal to end it would stay permanently. */
export function whenStarterDies(act: () => void): void {
  const npm = npmAbove();
  if (!npm) return;
  const timer = setInterval(() => {
    if (isAlive(npm)) return;
    clearInterval(timer);
    act();
  }, LOOK_EVERY_MS);
  timer.unref();
}
