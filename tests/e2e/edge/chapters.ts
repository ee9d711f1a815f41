import { CATALOG } from './catalog.rows.ts';
import { FIGURES } from './figures.rows.ts';
import { HTTP } from './http.rows.ts';
import { SALES } from './sales.rows.ts';
import { SHOP } from './shop.rows.ts';

/** All rows, in the order in which they are asked. */
export const CHAPTERS = [
  { title: 'Buying', rows: SALES },
  { title: 'Stock, and what an admin may do', rows: SHOP },
  { title: 'The catalog', rows: CATALOG },
  { title: 'Figures', rows: FIGURES },
  { title: 'Before it is a call', rows: HTTP },
];
