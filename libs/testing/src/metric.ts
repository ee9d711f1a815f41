// Also run as plain Node (the bench): `.ts` endings, no aliases.

/** What a service counts under `name` in its `/metrics`, other labels than its own aside; NaN when it does not know the name. */
export async function metricOf(ops: string, name: string): Promise<number> {
  const text = await (await fetch(`${ops}/metrics`)).text();
  return Number(new RegExp(`^${name}(?:\\{.*\\})? (\\S+)$`, 'm').exec(text)?.[1]);
}
