const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * Stops what was started when this process is asked to end, and exits with 130. It may be asked several times: a terminal and npm both
 * pass Ctrl-C on, and a second one must not cut the stop off.
 * @param stop also called while something is still starting: it waits for that
 * @returns an unsubscribe function
 */
export function endOnSignal(stop: () => Promise<unknown>): () => void {
  let stopping = false;
  const end = () => {
    if (stopping) return;
    stopping = true;
    void stop().finally(() => process.exit(130));
  };
  for (const signal of SIGNALS) process.on(signal, end);
  return () => {
    for (const signal of SIGNALS) process.off(signal, end);
  };
}
