import {
  BAD_CURSOR,
  checkFields,
  decodeCursor,
  type Failure,
  FIELDS,
  invalid,
  type KeyKind,
  type ListProductsRequest,
  optional,
  type Position,
} from '@app/contracts';

/** How a list is sorted; `-` is downwards. */
export type Sort = (typeof FIELDS.product_sort.values)[number];

/** What decides which products are in a list, and in which order. A cursor continues only the list of the same question. */
export interface ListingQuestion {
  sort: Sort;
  q?: string | undefined;
  min_price_cents?: number | undefined;
  max_price_cents?: number | undefined;
  in_stock?: boolean | undefined;
}

/** One page of a list. `after` is the place that it begins behind. */
export interface PageRequest {
  question: ListingQuestion;
  after?: Position | undefined;
  limit: number;
}

const BOUNDS = {
  limit: FIELDS.limit,
  cursor: optional(FIELDS.cursor),
  sort: FIELDS.product_sort,
  q: optional(FIELDS.product_search),
  min_price_cents: optional(FIELDS.price_cents),
  max_price_cents: optional(FIELDS.price_cents),
  in_stock: optional(FIELDS.in_stock),
};

/** What a place in a list is named by. */
const KEYS: Record<Sort, readonly KeyKind[]> = {
  id: ['int32'],
  name: ['text', 'int32'],
  price_cents: ['integer', 'int32'],
  '-price_cents': ['integer', 'int32'],
};

/** Validates what came over the wire; 0 is what protobuf makes of a limit that is not given. */
export function parsePage(request: ListProductsRequest): { ok: true; page: PageRequest } | Failure {
  const { cursor, sort = 'id', q, min_price_cents, max_price_cents, in_stock } = request;
  const limit = request.limit || FIELDS.limit.maximum;
  const checked = checkFields({ limit, cursor, sort, q, min_price_cents, max_price_cents, in_stock }, BOUNDS);
  if (!checked.ok) return checked;
  if (min_price_cents !== undefined && max_price_cents !== undefined && min_price_cents > max_price_cents) {
    const detail = 'min_price_cents must not be greater than max_price_cents';
    return invalid([{ pointer: '/min_price_cents', detail }]);
  }
  const question: ListingQuestion = { sort: sort as Sort, q, min_price_cents, max_price_cents, in_stock };
  if (cursor === undefined) return { ok: true, page: { question, limit } };
  const after = decodeCursor(question, cursor, KEYS[question.sort]);
  return after ? { ok: true, page: { question, after, limit } } : invalid([BAD_CURSOR]);
}
