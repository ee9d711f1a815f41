/** Pages of ids in ascending order. */
export type Ids = AsyncIterable<string>;

/** How many ids are on one side only. `examples` are the first few of each. */
export interface Difference {
  onlyLeft: number;
  onlyRight: number;
  examples: { left: string[]; right: string[] };
}

const EXAMPLES = 3;

/** Walks two ascending sequences side by side: memory does not grow with their length. */
export async function compareIds(left: Ids, right: Ids): Promise<Difference> {
  const [lefts, rights] = [left[Symbol.asyncIterator](), right[Symbol.asyncIterator]()];
  const found = { left: [] as string[], right: [] as string[] };
  const difference: Difference = { onlyLeft: 0, onlyRight: 0, examples: found };
  let [a, b] = [await next(lefts), await next(rights)];
  while (a !== undefined || b !== undefined) {
    if (a === b) [a, b] = [await next(lefts), await next(rights)];
    else if (b === undefined || (a !== undefined && a < b)) {
      difference.onlyLeft++;
      if (found.left.length < EXAMPLES) found.left.push(a as string);
      a = await next(lefts);
    } else {
      difference.onlyRight++;
      if (found.right.length < EXAMPLES) found.right.push(b);
      b = await next(rights);
    }
  }
  return difference;
}

async function next(ids: AsyncIterator<string>): Promise<string | undefined> {
  const { value, done } = await ids.next();
  return done ? undefined : value;
}
