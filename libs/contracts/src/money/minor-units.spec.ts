import { describe, expect, it } from '@jest/globals';
import { ISO_CURRENCIES, minorUnitsOf } from './minor-units.js';

describe('minor units by ISO 4217', () => {
  it.each([
    ...['HUF', 'IDR', 'COP', 'PKR', 'USD', 'EUR', 'MGA', 'ALL', 'LBP'].map((code) => [code, 2] as const),
    ...['JPY', 'KRW', 'ISK', 'CLP', 'UGX', 'XOF'].map((code) => [code, 0] as const),
    ...['IQD', 'KWD', 'BHD', 'TND'].map((code) => [code, 3] as const),
    ...['CLF', 'UYW'].map((code) => [code, 4] as const),
    ['ZZZ', 2],
  ])('%s has %d', (code, units) => {
    expect(minorUnitsOf(code)).toBe(units);
  });

  it('knows each currency once, and every one that this engine has a name for and that is in use', () => {
    expect(new Set(ISO_CURRENCIES).size).toBe(ISO_CURRENCIES.length);
    expect(ISO_CURRENCIES.length).toBeGreaterThan(160);
    expect(ISO_CURRENCIES.filter((code) => !/^[A-Z]{3}$/.test(code))).toEqual([]);
  });
});
