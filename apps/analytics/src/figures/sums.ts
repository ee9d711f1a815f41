/** What was sold and given back, of one product in one currency. Amounts are minor units and may pass 2^53. */
export interface Sums {
  sales: number;
  units: number;
  refunds: number;
  revenue: bigint;
  refunded: bigint;
}

export const NOTHING: Readonly<Sums> = Object.freeze({ sales: 0, units: 0, refunds: 0, revenue: 0n, refunded: 0n });

export const plus = (a: Sums, b: Sums): Sums => addTo({ ...a }, b);

/** Adds in place: sums of thousands are made without thousands of objects. */
export function addTo(sum: Sums, more: Sums): Sums {
  sum.sales += more.sales;
  sum.units += more.units;
  sum.refunds += more.refunds;
  sum.revenue += more.revenue;
  sum.refunded += more.refunded;
  return sum;
}

/** How many events are in the sums: it only grows, so it serves as their version. */
export const eventsIn = ({ sales, refunds }: Sums): number => sales + refunds;

/** As it is stored: sales, units, refunds, revenue, refunded. Amounts beyond 2^53 are strings of digits. */
export type StoredSums = [number, number, number, Amount, Amount];
type Amount = number | string;

export const storedSums = ({ sales, units, refunds, revenue, refunded }: Sums): StoredSums => [
  sales,
  units,
  refunds,
  storedAmount(revenue),
  storedAmount(refunded),
];

export const readSums = ([sales, units, refunds, revenue, refunded]: StoredSums): Sums => ({
  sales,
  units,
  refunds,
  revenue: BigInt(revenue),
  refunded: BigInt(refunded),
});

const storedAmount = (amount: bigint): Amount => {
  const number = Number(amount);
  return Number.isSafeInteger(number) ? number : String(amount);
};
