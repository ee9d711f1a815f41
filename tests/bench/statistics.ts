/** Median of several rounds and how far they lie apart. */
export interface Spread {
  median: number;
  min: number;
  max: number;
}

export function spread(values: number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const median = sorted.length % 2 ? sorted[middle] : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
  return { median: median ?? Number.NaN, min: sorted[0] ?? Number.NaN, max: sorted.at(-1) ?? Number.NaN };
}

/**
 * Runs each contender once a round, in turn, so that what disturbs the machine disturbs all of them.
 * @returns the values of each contender, a value a round
 */
export async function interleave<Name extends string>(
  rounds: number,
  contenders: Record<Name, (round: number) => Promise<number>>,
): Promise<Record<Name, number[]>> {
  const names = Object.keys(contenders) as Name[];
  const values = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let round = 0; round < rounds; round++) {
    for (const name of names) values[name].push(await contenders[name](round));
  }
  return values;
}

/** Ratio of the medians, and the smallest and largest ratio of one round. */
export function ratio(ours: number[], theirs: number[]): Spread {
  const perRound = ours.map((value, round) => value / (theirs[round] ?? Number.NaN));
  return { ...spread(perRound), median: spread(ours).median / spread(theirs).median };
}
