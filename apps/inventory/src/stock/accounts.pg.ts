// Also run as plain Node (bench, chaos, e2e): `.ts` endings, no aliases.

/** Anything that runs a statement: a pool or a client of `pg`. */
export interface Queries {
  query(text: string): Promise<{ rows: unknown[] }>;
}

/** One product's account. It adds up when `stock` is `expected` and `reserved` is `held`. */
export interface Account {
  product_id: number;
  name: string;
  initial: number;
  restocked: number;
  returned: number;
  adjusted: number;
  sold: number;
  /** initial + restocked + returned + adjusted - sold */
  expected: number;
  stock: number;
  /** What pending reservations hold. */
  held: number;
  reserved: number;
}

const unitsOf = (rows: string) =>
  `(SELECT product_id, sum(quantity)::float8 AS units FROM ${rows} GROUP BY product_id)`;

/** One statement, so one moment: right also while sales go on. */
const ACCOUNTS = `
  WITH account AS (
    SELECT p.id AS product_id, p.name, p.stock, p.reserved, p.initial_stock AS initial,
      coalesce(restock.units, 0) AS restocked, coalesce(back.units, 0) AS returned,
      coalesce(adjustment.units, 0) AS adjusted, coalesce(sale.units, 0) AS sold, coalesce(pending.units, 0) AS held
    FROM products p
    LEFT JOIN ${unitsOf('restocks')} restock ON restock.product_id = p.id
    LEFT JOIN ${unitsOf('returns')} back ON back.product_id = p.id
    LEFT JOIN ${unitsOf('adjustments')} adjustment ON adjustment.product_id = p.id
    LEFT JOIN ${unitsOf('sales')} sale ON sale.product_id = p.id
    LEFT JOIN ${unitsOf(`reservation_lines JOIN reservations USING (order_id) WHERE state = 'pending'`)} pending
      ON pending.product_id = p.id
  )
  SELECT *, initial + restocked + returned + adjusted - sold AS expected FROM account ORDER BY product_id`;

/** Without reading a sale: of history there may be millions. */
const UNITS_TAKEN = `
  SELECT (SELECT coalesce(sum(initial_stock::float8 - stock), 0) FROM products)
    + (SELECT coalesce(sum(quantity), 0)::float8 FROM restocks)
    + (SELECT coalesce(sum(quantity), 0)::float8 FROM returns)
    + (SELECT coalesce(sum(quantity), 0)::float8 FROM adjustments) AS units`;

/** The one place that says how stock has to add up. `npm run verify`, chaos, bench and the tests read it. */
export async function readAccounts(inventory: Queries): Promise<Account[]> {
  return (await inventory.query(ACCOUNTS)).rows as Account[];
}

/** Units that have left the stock by sales, as far as the stock itself knows. */
export async function unitsTaken(inventory: Queries): Promise<number> {
  return ((await inventory.query(UNITS_TAKEN)).rows as { units: number }[])[0]?.units ?? 0;
}

/** A sentence for each thing that is wrong with a product. */
export function faultsOf({ product_id, name, expected, stock, held, reserved }: Account): string[] {
  const product = `product ${product_id} (${name})`;
  return [
    ...(stock === expected ? [] : [`${product} should have ${expected} in stock and has ${stock}`]),
    ...(reserved === held ? [] : [`${product} should have ${held} reserved and has ${reserved}`]),
    ...(stock < 0 ? [`${product} has less than nothing`] : []),
  ];
}
