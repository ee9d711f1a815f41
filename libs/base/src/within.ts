/**
 * What `work` resolves with, or what `late` answers when that takes longer than `ms`. A rejection is passed on. The work goes
 * on, unheeded; the timer neither outlives the answer nor keeps a process alive.
 */
export async function within<T, L>(ms: number, work: Promise<T>, late: () => L): Promise<T | L> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<L>((resolve) => {
    timer = setTimeout(() => resolve(late()), ms).unref();
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
