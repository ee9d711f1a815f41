import { encodeCursor, type Product } from '@app/contracts';
import type { Pool } from '@app/postgres';
import { Inject, Injectable } from '@nestjs/common';
import { POOL } from '../database/pools.js';
import { pageStatement, placeOf, SEARCH_FORM } from './listing.pg.sql.js';
import type { PageRequest } from './listing-question.js';

type ListedProduct = Product & { name_search: string };

/** Pages of the products that are on sale. */
@Injectable()
export class ListingRepository {
  private readonly pool: Pool;

  constructor(@Inject(POOL) pool: Pool) {
    this.pool = pool;
  }

  async page(request: PageRequest): Promise<{ items: Product[]; next_cursor?: string }> {
    const search = request.question.q === undefined ? undefined : await this.searchForm(request.question.q);
    // Nothing is left of it, accents alone for example: no name contains it.
    if (search === '') return { items: [] };
    const oneMore = { ...request, limit: request.limit + 1 };
    const { rows } = await this.pool.query<ListedProduct>(pageStatement(oneMore, search));
    const items = rows.slice(0, request.limit);
    const last = items.at(-1);
    if (rows.length <= request.limit || !last) return { items };
    return { items, next_cursor: encodeCursor(request.question, placeOf(request.question.sort, last)) };
  }

  private async searchForm(q: string): Promise<string> {
    const { rows } = await this.pool.query<{ form: string }>({ name: 'search-form', text: SEARCH_FORM, values: [q] });
    return rows[0]?.form ?? '';
  }
}
