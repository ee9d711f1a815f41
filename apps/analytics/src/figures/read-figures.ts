import { type FigureDocument, winnersOf } from './figure-documents.js';
import { type ProductFigures, sumStored } from './figures.js';

/** Where figures are read from: all documents under a parent, the outdated ones too. */
export interface FigureSource {
  below(parent: string): Promise<FigureDocument[]>;
}

/** Of each key under a parent the document that holds. */
export const holding = async (source: FigureSource, parent: string): Promise<FigureDocument[]> =>
  winnersOf(await source.below(parent)).winners;

/** All products that were ever sold, with all that was ever sold of them. */
export async function figuresOfAllTime(source: FigureSource): Promise<ProductFigures[]> {
  const months = await holding(source, 'all/time');
  return sumStored(months.map(({ figures }) => figures));
}
