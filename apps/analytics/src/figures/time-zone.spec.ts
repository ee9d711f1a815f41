import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { QUARTER_MS } from './periods.js';
import { TimeZone } from './time-zone.js';

const HOUR = 3_600_000;
const zone = (name: string) => TimeZone.of(name) as TimeZone;
const zones = Intl.supportedValuesOf('timeZone');
const from2000 = { min: Date.parse('2000-01-01T00:00Z'), max: Date.parse('2037-12-31T00:00Z') };

describe('days and hours of a time zone', () => {
  it.each([
    ['Europe/Berlin', '2024-03-31T12:00:00Z', '2024-03-31T00:00:00+01:00', 23],
    ['Europe/Berlin', '2024-10-27T12:00:00Z', '2024-10-27T00:00:00+02:00', 25],
    ['America/New_York', '2024-03-10T12:00:00Z', '2024-03-10T00:00:00-05:00', 23],
    ['America/New_York', '2024-11-03T12:00:00Z', '2024-11-03T00:00:00-04:00', 25],
    ['Asia/Kolkata', '2024-07-12T20:00:00Z', '2024-07-13T00:00:00+05:30', 24],
    ['Australia/Lord_Howe', '2024-04-06T20:00:00Z', '2024-04-07T00:00:00+11:00', 24.5],
    // The clocks skip midnight: the day begins at one o'clock.
    ['America/Asuncion', '2023-10-01T12:00:00Z', '2023-10-01T01:00:00-03:00', 23],
    ['UTC', '2024-07-12T20:00:00Z', '2024-07-12T00:00:00Z', 24],
  ])('%s at %s: the day begins at %s and has %d hours', (name, at, start, hours) => {
    const day = zone(name).startOf('day', Date.parse(at));
    expect(zone(name).format(day)).toBe(start);
    expect((zone(name).next('day', day) - day) / HOUR).toBe(hours);
  });

  it.each(['', 'Mars/Olympus', '+02:00', 'Europe/', '../etc/passwd', 'Europe/Berlin\0'])('%j is no zone', (name) => {
    expect(TimeZone.of(name)).toBeUndefined();
  });

  it('follow each other without a gap, and begin at a quarter of an hour', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer(from2000),
        fc.constantFrom('hour' as const, 'day' as const),
        (name, at, by) => {
          const start = zone(name).startOf(by, at);
          const end = zone(name).next(by, start);
          expect(start).toBeLessThanOrEqual(at);
          expect(end).toBeGreaterThan(at);
          expect(zone(name).startOf(by, end)).toBe(end);
          expect(start % QUARTER_MS).toBe(0);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
