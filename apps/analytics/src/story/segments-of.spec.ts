import { expect, it } from '@jest/globals';
import { segmentOf } from '../figures/periods.js';
import { segmentsOf } from './segments-of.js';

const idAt = (time: number) =>
  `${time
    .toString(16)
    .padStart(12, '0')
    .replace(/^(.{8})/, '$1-')}-7000-8000-000000000000`;
const T = Date.parse('2026-01-01T00:00:10.000Z');

it('knows the ten seconds of an event by its id', () => {
  expect(segmentsOf([idAt(T + 5_000)])).toEqual([segmentOf(new Date(T + 5_000))]);
});

it('looks into the ten seconds before, too, when the id was made right after their end', () => {
  expect(segmentsOf([idAt(T + 3)])).toEqual([segmentOf(new Date(T + 3)), segmentOf(new Date(T - 997))]);
});

it('names a segment once for the lines of one order', () => {
  expect(segmentsOf([idAt(T + 5_000), idAt(T + 5_001)])).toHaveLength(1);
});
