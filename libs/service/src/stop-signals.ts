const IMPATIENT = 3;
const WITHIN_MS = 1_000;

/** What each signal to stop means: the first drains, later ones change nothing, the third within a second ends the process. */
export class StopSignals {
  private readonly times: number[] = [];

  /** @param now milliseconds */
  next(now: number): 'drain' | 'drain-on' | 'end' {
    this.times.push(now);
    const third = this.times.at(-IMPATIENT);
    if (third !== undefined && now - third <= WITHIN_MS) return 'end';
    return this.times.length === 1 ? 'drain' : 'drain-on';
  }
}
