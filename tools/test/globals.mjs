// What a spec file imports as '@jest/globals'. Jest makes these anew for each spec file, and a helper that was loaded for an
// earlier one has to see them, too: an exported `let` is the same variable for everybody who imports it.
export let afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest, test;

/** The globals of the spec file that runs from now on. */
export function setGlobals(globals) {
  ({ afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest, test } = globals);
}
