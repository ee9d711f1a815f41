import { type Ended, ThrowawayCopy } from '../throwaway-copy.ts';
import type { Recipe } from './recipe.ts';

const JEST = 'jest --silent';

/** Carries out a recipe in a copy of its own; ends at the first command that fails. */
export async function carryOut(recipe: Recipe): Promise<Ended> {
  const copy = new ThrowawayCopy();
  try {
    recipe.change(copy);
    for (const line of linesOf(recipe)) {
      const { ok, said } = await copy.run(line);
      if (!ok) return { ok, said: `${line}\n${said}` };
    }
    return { ok: true, said: '' };
  } catch (error) {
    return { ok: false, said: error instanceof Error ? error.message : String(error) };
  } finally {
    copy.remove();
  }
}

function linesOf({ commands, checks, specs }: Recipe): string[] {
  const onEngines = specs.filter((spec) => spec.includes('.integration.'));
  const plain = specs.filter((spec) => !onEngines.includes(spec));
  const run = (project: string, patterns: string[]) =>
    patterns.length > 0 ? [`${JEST} --selectProjects ${project} --testPathPatterns ${patterns.join(' ')}`] : [];
  return [
    ...commands,
    `npm run check -- --only ${checks.join(',')}`,
    ...run('unit', plain),
    ...run('integration', onEngines),
  ];
}
