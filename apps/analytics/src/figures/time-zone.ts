const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
const QUARTER_MS = 900_000;
/** Offsets that are remembered for each zone: a leap year of days, and a quarter of hours. */
const MAX_KNOWN = 10_000;

/** How a bucket begins and where the next one does, in a time zone. */
export class TimeZone {
  private static readonly zones = new Map<string, TimeZone>();
  readonly name: string;
  private readonly parts: Intl.DateTimeFormat;
  /** By quarter of an hour: they change at none other moment. */
  private readonly offsets = new Map<number, number>();

  private constructor(name: string) {
    this.name = name;
    this.parts = new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      calendar: 'iso8601',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  }

  /** Undefined when there is no such zone. Offsets such as `+02:00` are none: they know no daylight saving. */
  static of(name: string): TimeZone | undefined {
    const known = TimeZone.zones.get(name);
    if (known || !/^[A-Za-z]/.test(name)) return known;
    try {
      const zone = new TimeZone(name);
      // Names are found in any case, so there are more of them than zones.
      if (TimeZone.zones.size < 1_000) TimeZone.zones.set(name, zone);
      return zone;
    } catch {
      return undefined;
    }
  }

  /** What a clock there shows minus UTC, in milliseconds. */
  offsetAt(at: number): number {
    const quarter = Math.floor(at / QUARTER_MS);
    const known = this.offsets.get(quarter);
    if (known !== undefined) return known;
    const offset = this.readOffset(quarter * QUARTER_MS);
    if (this.offsets.size >= MAX_KNOWN) this.offsets.clear();
    this.offsets.set(quarter, offset);
    return offset;
  }

  private readOffset(at: number): number {
    const shown = Object.fromEntries(this.parts.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
    const { year = 0, month = 1, day, hour, minute, second } = shown;
    return Date.UTC(year, month - 1, day, hour, minute, second) - at;
  }

  /** The beginning of the hour or day around a moment. */
  startOf(by: 'hour' | 'day', at: number): number {
    return by === 'hour' ? this.startOfHour(at) : this.startOfDay(at);
  }

  /** The beginning of the next hour or day. Days around a change of the clocks have 23 or 25 hours. */
  next(by: 'hour' | 'day', start: number): number {
    if (by === 'hour') return this.startOfHour(start + HOUR_MS);
    // 36 hours after its beginning every day is over and the one after next has not begun.
    return this.startOfDay(start + 1.5 * DAY_MS);
  }

  /** RFC 3339 with the offset that held then. */
  format(at: number): string {
    const offset = this.offsetAt(at);
    const local = new Date(at + offset).toISOString().slice(0, 19);
    if (offset === 0) return `${local}Z`;
    const minutes = Math.abs(offset) / 60_000;
    const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
    return `${local}${offset < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`;
  }

  private startOfHour(at: number): number {
    const offset = this.offsetAt(at);
    return Math.floor((at + offset) / HOUR_MS) * HOUR_MS - offset;
  }

  /** The first moment whose date there is that of `at`. Where the clocks skip midnight the day begins at one o'clock. */
  private startOfDay(at: number): number {
    const midnight = Math.floor((at + this.offsetAt(at)) / DAY_MS) * DAY_MS;
    const candidates = [at - DAY_MS, at, at + DAY_MS].map((near) => midnight - this.offsetAt(near));
    const exact = candidates.filter((start) => start + this.offsetAt(start) === midnight);
    return exact.length > 0
      ? Math.min(...exact)
      : Math.min(...candidates.filter((start) => start + this.offsetAt(start) > midnight));
  }
}
