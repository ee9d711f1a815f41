import type { OpenAPIObject } from '@nestjs/swagger';
import { problemOf } from '../errors/problem.js';
import { PROBLEMS, type ProblemCode } from '../errors/problems.js';
import { headerRefs } from './headers.js';
import type { Operation } from './operations.js';
import { EXAMPLE_REQUEST, PROBLEM_EXAMPLES } from './problem-examples.js';
import { PROBLEMS_KEY } from './problems.decorator.js';

/** What the edge itself may answer to any request. */
const EVERY_OPERATION: ProblemCode[] = [
  'malformed-request',
  'request-timeout',
  'body-too-large',
  'expectation-failed',
  'headers-too-large',
  'internal-error',
];
const WITH_TOKEN: ProblemCode[] = ['unauthenticated', 'forbidden', 'rate-limited', 'keys-unavailable'];
const WITH_INPUT: ProblemCode[] = ['validation'];
const WITH_BODY: ProblemCode[] = ['malformed-json', 'unsupported-media-type'];

/** Gives an operation a response for each problem that it may answer, one for each status, shared where they are equal. */
export function addProblemResponses(document: OpenAPIObject, method: string, operation: Operation): void {
  const codes = problemsOf(method, operation);
  delete operation[PROBLEMS_KEY];
  for (const status of new Set(codes.map((code) => PROBLEMS[code].http))) {
    const sharing = codes.filter((code) => PROBLEMS[code].http === status);
    const name = sharing.map(pascalCase).join('Or');
    document.components ??= {};
    document.components.responses ??= {};
    document.components.responses[name] ??= response(sharing);
    operation.responses[status] = { $ref: `#/components/responses/${name}` };
  }
}

function problemsOf(method: string, operation: Operation): ProblemCode[] {
  const hasInput = operation.requestBody !== undefined || (operation.parameters ?? []).some(isJudged);
  const codes = [
    ...(hasInput ? WITH_INPUT : []),
    // An unexpected body is read all the same.
    ...(method === 'get' ? [] : WITH_BODY),
    ...(operation.security?.length === 0 ? [] : WITH_TOKEN),
    ...EVERY_OPERATION,
    ...((operation[PROBLEMS_KEY] as ProblemCode[] | undefined) ?? []),
  ];
  return Object.keys(PROBLEM_EXAMPLES).filter((code): code is ProblemCode => codes.includes(code as ProblemCode));
}

const isJudged = (parameter: object) => 'in' in parameter && parameter.in !== 'header';

const pascalCase = (code: string) => code.replace(/(^|-)(\w)/g, (_, __, letter: string) => letter.toUpperCase());

function response(codes: ProblemCode[]) {
  const examples = codes.map((code) => {
    const value = problemOf({ code, ...PROBLEM_EXAMPLES[code] }, EXAMPLE_REQUEST);
    return [code, { summary: PROBLEMS[code].title, value }] as const;
  });
  return {
    description: `${codes.map((code) => `${PROBLEMS[code].title} (\`${code}\`)`).join(', or: ')}.`,
    headers: headerRefs('traceparent', ...codes.flatMap(extraHeaders)),
    content: {
      'application/problem+json': {
        schema: { $ref: '#/components/schemas/Problem' },
        examples: Object.fromEntries(examples),
      },
    },
  };
}

function extraHeaders(code: ProblemCode): string[] {
  const retry = PROBLEMS[code].retryAfter === undefined ? [] : ['Retry-After'];
  const challenge = code === 'unauthenticated' || code === 'forbidden' ? ['WWW-Authenticate'] : [];
  const rate = code === 'rate-limited' ? ['RateLimit', 'RateLimit-Policy'] : [];
  return [...retry, ...challenge, ...rate];
}
