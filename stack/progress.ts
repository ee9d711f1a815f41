export type Say = (line: string) => void;

export const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;

const SAY_AFTER_MS = 1_000;
const SAY_AGAIN_MS = 10_000;

/** Says what it does when that takes longer than a second, every ten seconds that it goes on, and how long it took. */
export async function timed<T>(say: Say, what: string, work: () => Promise<T>): Promise<T> {
  const began = Date.now();
  try {
    return await reminded(say, what, work);
  } finally {
    const took = Date.now() - began;
    if (took >= SAY_AFTER_MS) say(`… ${what}: took ${seconds(took)}`);
  }
}

/** The same without the last line, for what announces its own end. */
export async function reminded<T>(say: Say, what: string, work: () => Promise<T>): Promise<T> {
  const began = Date.now();
  const remind = () => {
    say(`… ${what} (${seconds(Date.now() - began)})`);
    timer = setTimeout(remind, SAY_AGAIN_MS);
  };
  let timer = setTimeout(remind, SAY_AFTER_MS);
  try {
    return await work();
  } finally {
    clearTimeout(timer);
  }
}
