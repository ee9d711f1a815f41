const SCRAPE_TIMEOUT_MS = 1_000;

/** The value, or undefined when it fails or is late: a scrape never waits for a database. */
export async function withTimeout<T>(promise: Promise<T>): Promise<T | undefined> {
  const late = new Promise<undefined>((resolve) => {
    setTimeout(() => resolve(undefined), SCRAPE_TIMEOUT_MS).unref();
  });
  return await Promise.race([promise.catch(() => undefined), late]);
}
