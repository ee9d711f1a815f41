import { ISO_CURRENCIES, minorUnitsOf } from '@app/contracts';
import { describe, expect, it } from '@jest/globals';
import { formatMoney } from './money.js';

describe('formatMoney', () => {
  it.each([
    [0, 'USD', 'USD 0.00'],
    [5, 'EUR', 'EUR 0.05'],
    [299_800, 'USD', 'USD 2,998.00'],
    [1_500, 'JPY', 'JPY 1,500'],
    [0, 'JPY', 'JPY 0'],
    [1_250, 'KWD', 'KWD 1.250'],
    [Number.MAX_SAFE_INTEGER, 'USD', 'USD 90,071,992,547,409.91'],
    [100, 'ZZZ', 'ZZZ 1.00'],
    [123_456, 'HUF', 'HUF 1,234.56'],
    [123_456, 'IDR', 'IDR 1,234.56'],
    [123_456, 'COP', 'COP 1,234.56'],
    [123_456, 'PKR', 'PKR 1,234.56'],
    [123_456, 'IQD', 'IQD 123.456'],
    [123_456, 'CLF', 'CLF 12.3456'],
  ])('%d minor units of %s: %s', (minorUnits, currency, text) => {
    expect(formatMoney(minorUnits, currency)).toBe(text);
  });

  it.each(ISO_CURRENCIES)('%s: as many decimals as its amounts are counted in', (currency) => {
    const [whole = '', decimals = ''] = formatMoney(1_234_567, currency).replace(`${currency} `, '').split('.');
    expect([decimals.length, whole.replaceAll(',', '') + decimals]).toEqual([minorUnitsOf(currency), '1234567']);
  });
});
