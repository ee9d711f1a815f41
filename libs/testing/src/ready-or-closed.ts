/** Waits until something that was opened is ready. What fails half way is closed: an open socket or process would keep a run from ending. */
export async function readyOrClosed<T>(ready: T | Promise<T>, close: () => unknown): Promise<T> {
  try {
    return await ready;
  } catch (error) {
    await close();
    throw error;
  }
}
