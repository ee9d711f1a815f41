// A jest reporter: after everything else one plain line on stdout, `N passed, N failed`, for people and for .ci/run.
// A spec file that could not run at all counts as one failure: its tests were never counted.
export default class TestSummary {
  onRunComplete(_contexts, results) {
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = results.numPendingTests + results.numTodoTests;
    console.log(`\n${results.numPassedTests} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  }
}
