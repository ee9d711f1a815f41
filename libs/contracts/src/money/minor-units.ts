/** Decimals of each currency. ISO 4217, list one: https://www.six-group.com/en/products-services/financial-information/data-standards.html */
const CURRENCIES: Record<number, string> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
  2: `AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY
    COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR
    IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD
    NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP
    SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG`,
  3: 'BHD IQD JOD KWD LYD OMR TND',
  4: 'CLF UYW',
};

const MINOR_UNITS: ReadonlyMap<string, number> = new Map(
  Object.entries(CURRENCIES).flatMap(([units, codes]) =>
    codes.split(/\s+/).map((code) => [code, Number(units)] as const),
  ),
);

/** The currencies that ISO 4217 gives a minor unit. */
export const ISO_CURRENCIES: readonly string[] = [...MINOR_UNITS.keys()];

/** How many decimals an amount in minor units has: 2 for `USD`, 0 for `JPY`. What ISO 4217 does not list has 2. */
export const minorUnitsOf = (currency: string): number => MINOR_UNITS.get(currency) ?? 2;
