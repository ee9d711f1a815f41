import type { ApiDocument } from './document.ts';
import type { FuzzRequest } from './requests.ts';
import type { FuzzAnswer } from './send.ts';

const TRACEPARENT = /^00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]$/;
/** What a request that fits the document may still be answered: it depends on what was sold before. */
const GOOD_STATUSES = [200, 201, 202, 304, 402, 404, 409, 412, 422];

/** What is wrong with an answer; undefined when all is well. */
export function complaintAbout(document: ApiDocument, request: FuzzRequest, answer: FuzzAnswer): string | undefined {
  const { status, headers } = answer;
  if (status >= 500 && !isTruth(request, status)) return `answered ${status}`;
  if (!TRACEPARENT.test(String(headers.traceparent))) return 'the answer has no traceparent';
  if (request.isGood && !GOOD_STATUSES.includes(status) && !isBeyondTheDocument(answer))
    return `a request that fits the document is answered ${status}`;
  const complaint = request.operation ? againstOperation(document, request, answer) : againstNothing(document, answer);
  return complaint ?? (status >= 400 ? againstProblem(answer) : undefined);
}

/** What the document cannot know: whether a total fits, a cursor is of this list, a signature is right; what two fields say together. */
const BEYOND_THE_DOCUMENT = [
  'would pass 9007199254740991 cents',
  'cursor is not one that this list gave',
  'min_price_cents must not be greater than max_price_cents',
  'one of name, price_cents, archived and low_stock_threshold has to be given',
  'time_zone must be the IANA name of a time zone',
  'from must not be in the future',
  'to must be after from',
  'days after from',
  '/problems/notice-refused',
  ', the first line ',
  'is there already',
  'more than once',
];
const isBeyondTheDocument = ({ status, body }: FuzzAnswer) =>
  [400, 401].includes(status) && BEYOND_THE_DOCUMENT.some((sentence) => body.includes(sentence));

/** Readiness says 503 when it means it. */
const isTruth = ({ operation }: FuzzRequest, status: number) => operation?.id === 'getReadiness' && status === 503;

function againstOperation(document: ApiDocument, { operation }: FuzzRequest, answer: FuzzAnswer): string | undefined {
  const { status, headers, body } = answer;
  // A nasty parameter may lead to another path, where another method may be right.
  if (status === 404 && problemType(answer) === '/problems/not-found') return document.misfitOfProblem(parsed(body));
  if (!operation?.statuses.has(status)) return `status ${status} is not documented`;
  const mediaTypes = operation.statuses.get(status) ?? [];
  if (mediaTypes.length === 0) return body === '' ? undefined : `status ${status} has a body, which is not documented`;
  const mediaType = mediaTypes.find((type) => headers['content-type']?.startsWith(type));
  if (mediaType === undefined) return `status ${status} has the undocumented media type ${headers['content-type']}`;
  return document.misfit(operation, status, mediaType, mediaType.includes('json') ? parsed(body) : body);
}

function againstNothing(document: ApiDocument, { status, headers, body }: FuzzAnswer): string | undefined {
  if (status === 204 || status < 400) return headers.allow || status === 200 ? undefined : `answered ${status}`;
  if (![400, 404, 405].includes(status)) return `answered ${status}`;
  if (status === 405 && !headers.allow) return '405 without Allow';
  return document.misfitOfProblem(parsed(body));
}

function againstProblem(answer: FuzzAnswer): string | undefined {
  const problem = parsed(answer.body) as { status?: number; trace_id?: string };
  if (problem.status !== answer.status) return `the problem says ${problem.status}, the status line ${answer.status}`;
  if (!String(answer.headers.traceparent).includes(problem.trace_id ?? '-')) return 'trace_id and traceparent differ';
  return undefined;
}

const problemType = ({ body }: FuzzAnswer) => (parsed(body) as { type?: string }).type;

export function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return { notJson: body.slice(0, 200) };
  }
}
