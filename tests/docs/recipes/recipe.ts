import type { ThrowawayCopy } from '../throwaway-copy.ts';

/** One way to extend the shop, as CONTRIBUTING.md tells it, carried out. */
export interface Recipe {
  /** Headings of CONTRIBUTING.md. */
  sections: readonly string[];
  /** What a person would write. */
  change: (copy: ThrowawayCopy) => void;
  /** What the recipe tells to run, in its order. */
  commands: readonly string[];
  /** Steps of `npm run check` that have to pass afterwards. */
  checks: readonly string[];
  /** Specs that have to pass afterwards, those of the recipe among them; `x.integration.spec.ts` on real engines. */
  specs: readonly string[];
}
