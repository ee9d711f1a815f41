import { minorUnitsOf } from '@app/contracts';

/** Making one costs more than rendering the rest of a mail. */
const formats = new Map<string, Intl.NumberFormat>();

/**
 * `USD 2,998.00`, `JPY 1,500`, `KWD 1.250`: exact for every amount. The decimals are those of ISO 4217; `Intl` has none for
 * some currencies whose amounts are counted in hundredths.
 * @param minorUnits a whole number, not negative
 * @param currency ISO 4217
 */
export function formatMoney(minorUnits: number, currency: string): string {
  const format = formatOf(currency);
  const decimals = minorUnitsOf(currency);
  const digits = String(minorUnits).padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const amount = decimals === 0 ? whole : `${whole}.${digits.slice(-decimals)}`;
  return format.format(amount as Intl.StringNumericLiteral).replace(/\u00a0/g, ' ');
}

function formatOf(currency: string): Intl.NumberFormat {
  let format = formats.get(currency);
  if (!format) {
    const decimals = minorUnitsOf(currency);
    format = new Intl.NumberFormat('en', {
      style: 'currency',
      currency,
      currencyDisplay: 'code',
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
    });
    formats.set(currency, format);
  }
  return format;
}
