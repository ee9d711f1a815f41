/** Lengths of the periods that figures are kept for, finest first. `all` has no length. */
export const LEVELS = ['segment', 'quarter', 'day', 'month', 'all'] as const;
export type Level = (typeof LEVELS)[number];

/** A period that figures are kept for, such as `quarter/2024-07-12T09:15Z`. */
export type PeriodKey = `${Level}/${string}`;

export const SEGMENT_MS = 10_000;
export const QUARTER_MS = 900_000;
const DAY_MS = 86_400_000;

/** Quarters of an hour in a UTC day: offsets of time zones are multiples of it. */
export const QUARTERS_OF_DAY = DAY_MS / QUARTER_MS;

/** The segment of a raw document: the ten seconds in which it happened. One string, so that equality finds all of them. */
export function segmentOf(occurredAt: Date): string {
  return new Date(floor(occurredAt.getTime(), SEGMENT_MS)).toISOString().replace('.000Z', 'Z');
}

/** The period of a level that holds a moment (milliseconds since 1970). */
export function periodOf(level: Level, at: number): PeriodKey {
  return `${level}/${NAMES[level](at)}`;
}

const iso = (at: number) => new Date(at).toISOString();

const NAMES: Record<Level, (at: number) => string> = {
  segment: (at) => segmentOf(new Date(at)),
  quarter: (at) => `${iso(floor(at, QUARTER_MS)).slice(0, -8)}Z`,
  day: (at) => iso(at).slice(0, -14),
  month: (at) => iso(at).slice(0, -17),
  all: () => 'time',
};

/** When a period begins, in milliseconds since 1970. */
export function startOf(key: PeriodKey): number {
  const [level, name = ''] = key.split('/') as [Level, string];
  if (level === 'all') return Number.NEGATIVE_INFINITY;
  return Date.parse(name);
}

export const levelOf = (key: PeriodKey): Level => key.slice(0, key.indexOf('/')) as Level;

/** The next larger period around this one; undefined for all time. */
export function parentOf(key: PeriodKey): PeriodKey | undefined {
  const level = LEVELS[LEVELS.indexOf(levelOf(key)) + 1];
  return level && periodOf(level, startOf(key));
}

/** Which quarter of its UTC day a moment belongs to, 0 to 95. */
export const quarterOfDay = (at: number): number => Math.floor((at - floor(at, DAY_MS)) / QUARTER_MS);

const floor = (at: number, unit: number) => Math.floor(at / unit) * unit;
