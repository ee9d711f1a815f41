const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

const stops = new Set<() => Promise<unknown>>();
let ending = false;

/**
 * Stops what was started when this process is asked to end, and exits with 130 when all that was given here has stopped: several in one
 * process must not cut each other off. It may be asked several times: a terminal and npm both pass Ctrl-C on, and a second one must not
 * cut the stop off either.
 * @param stop also called while something is still starting: it waits for that
 * @returns an unsubscribe function
 */
export function endOnSignal(stop: () => Promise<unknown>): () => void {
  if (stops.size === 0) for (const signal of SIGNALS) process.on(signal, end);
  stops.add(stop);
  return () => {
    stops.delete(stop);
    if (stops.size === 0) for (const signal of SIGNALS) process.off(signal, end);
  };
}

function end(): void {
  if (ending) return;
  ending = true;
  void Promise.allSettled([...stops].map((stop) => stop())).then(() => process.exit(130));
}
