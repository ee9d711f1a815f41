import { foldersOf } from '../../stack/folders.ts';
import { Shop } from './shop.ts';

/** The shop that jest's global setup has started. Close it at the end of the spec. */
export function openShop(): Shop {
  const dir = process.env.TEST_SHOP;
  if (!dir) throw new Error('no shop: run this spec by npm run test:e2e');
  return new Shop(foldersOf(dir));
}
