/** Making one costs more than rendering the rest of a mail. */
const formats = new Map<string, Intl.NumberFormat>();

/**
 * `USD 2,998.00`, `JPY 1,500`, `KWD 1.250`: the decimals that the currency has, exact for every amount.
 * @param minorUnits a whole number, not negative
 * @param currency ISO 4217
 */
export function formatMoney(minorUnits: number, currency: string): string {
  const format = formatOf(currency);
  const decimals = format.resolvedOptions().maximumFractionDigits ?? 2;
  const digits = String(minorUnits).padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const amount = decimals === 0 ? whole : `${whole}.${digits.slice(-decimals)}`;
  return format.format(amount as Intl.StringNumericLiteral).replace(/\u00a0/g, ' ');
}

function formatOf(currency: string): Intl.NumberFormat {
  let format = formats.get(currency);
  if (!format) {
    format = new Intl.NumberFormat('en', { style: 'currency', currency, currencyDisplay: 'code' });
    formats.set(currency, format);
  }
  return format;
}
