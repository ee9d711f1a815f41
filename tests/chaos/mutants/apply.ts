import type { Mutation } from './mutations.ts';

/** The text with a mutation in it. Throws when it is not there exactly once: then the code has changed and the mutation must too. */
export function mutate(text: string, { name, edits }: Pick<Mutation, 'name' | 'edits'>): string {
  return edits.reduce((mutated, [find, replace]) => {
    const found = mutated.split(find).length - 1;
    if (found !== 1) throw new Error(`${name}: \`${find}\` is there ${found} times`);
    return mutated.replace(find, () => replace);
  }, text);
}
