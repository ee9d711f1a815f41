/** One request and its whole answer. `{product}`, `{treasure}` and `{run}` stand for the spec's own products and a tag that no other run has. */
export interface Row {
  /** What is asked, as a reader would say it. */
  title: string;
  method: string;
  path: string;
  /** Bearer token that is sent. */
  as?: 'admin' | 'buyer' | 'nobody';
  headers?: Record<string, string>;
  /** Sent as JSON, or as it stands when it is text. */
  body?: unknown;
  /** Instead of all that: these bytes. */
  raw?: string;
  answer: {
    status: number;
    /** Of the telling headers, those that are there; the others are not. */
    headers?: Record<string, string>;
    /** `<uuid>`, `<time>`, `<trace>`, `<tag>` and `<text>` stand for any of that kind. */
    body?: unknown;
  };
}

/** Headers that say something about the answer; the rest is for transport and for browsers. */
export const TELLING_HEADERS = [
  'accept',
  'allow',
  'cache-control',
  'content-type',
  'etag',
  'idempotent-replayed',
  'location',
  'retry-after',
  'www-authenticate',
];

const JSON_ANSWER = 'application/json; charset=utf-8';
const PROBLEM_ANSWER = { 'cache-control': 'no-store', 'content-type': 'application/problem+json; charset=utf-8' };

/** A good answer with a JSON body. */
export const good = (status: number, body: unknown, headers: Record<string, string> = {}): Row['answer'] => ({
  status,
  headers: { 'content-type': JSON_ANSWER, ...headers },
  body,
});

/** A problem. `more` is what it says beyond its kind: detail, errors, available … */
export const problem = (
  status: number,
  slug: string,
  title: string,
  more: Record<string, unknown>,
  headers: Record<string, string> = {},
): Row['answer'] => ({
  status,
  headers: { ...PROBLEM_ANSWER, ...headers },
  body: { type: `/problems/${slug}`, title, status, trace_id: '<trace>', ...more },
});
