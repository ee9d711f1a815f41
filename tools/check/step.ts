/** One thing that `npm run check` proves. */
export interface Step {
  name: string;
  /** What holds when it passes, in a few words, for `--help`. */
  promise: string;
  /** A step that has nothing to look at yet says so instead of passing silently. */
  skip?(): string | undefined;
  /** Resolves with what was found; no findings means passed. */
  run(): Promise<Finding[]>;
}

/** One sentence or one tool's output that makes a step fail. */
export type Finding = string;
