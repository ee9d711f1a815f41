import fc from 'fast-check';
import { badBody, goodBody } from './bodies.ts';
import type { ApiDocument, Operation, Parameter } from './document.ts';
import { fitting, nastyName, nastyText, type Pinned } from './values.ts';

/** One request as it goes out. */
export interface FuzzRequest {
  /** The operation that it is meant for; without one the path or the method is made up. */
  operation?: Operation;
  /** Everything fits the document, so the answer may not say that the request is not valid. */
  isGood: boolean;
  method: string;
  target: string;
  headers: Record<string, string>;
  body?: string;
}

const JSON_TYPE = { 'content-type': 'application/json' };

/** What requests are made from. */
export interface Ingredients {
  document: ApiDocument;
  /** Bearer tokens by role. */
  tokens: { admin: string; buyer: string };
  pinned: Pinned;
}

/** Stories tell of what other specs have done. */
const isFuzzed = ({ path }: Operation) => !path.endsWith('/story');

/** Requests of these operations, three of five good, and some for nothing that exists. */
export function requests(ingredients: Ingredients): fc.Arbitrary<FuzzRequest> {
  const each = ingredients.document.operations
    .filter(isFuzzed)
    .flatMap((operation) => [
      ...(isSigned(operation)
        ? []
        : [{ weight: 3 * weightOf(operation), arbitrary: goodRequest(ingredients, operation) }]),
      { weight: 2 * weightOf(operation), arbitrary: badRequest(ingredients, operation) },
    ]);
  return fc.oneof(...each, { weight: 10, arbitrary: strayRequest(ingredients.document) });
}

/** Sales most often; what takes nothing in, or asks the broker, now and then. */
const weightOf = ({ path, body }: Operation) => (/^\/(health|metrics|dead-letters)/.test(path) ? 1 : body ? 8 : 4);

/** Only the payment service can sign what is right. */
const isSigned = ({ path }: Operation) => path === '/payments/webhook';

function goodRequest({ document, tokens, pinned }: Ingredients, operation: Operation): fc.Arbitrary<FuzzRequest> {
  const { method, parameters, body, isAdmin } = operation;
  const values = parameters.map((parameter) => given(parameter, pinned, ownOrFitting(document, parameter, pinned)));
  return fc
    .tuple(fc.tuple(...values), body ? goodBody(document, body, pinned) : fc.constant(undefined))
    .map(([texts, content]) => ({
      operation,
      isGood: true,
      method,
      target: targetOf(operation, texts),
      headers: {
        ...headersOf(operation, texts),
        ...(isAdmin ? { authorization: `Bearer ${tokens.admin}` } : {}),
        ...(content === undefined ? {} : JSON_TYPE),
      },
      body: content,
    }));
}

function badRequest({ document, tokens, pinned }: Ingredients, operation: Operation): fc.Arbitrary<FuzzRequest> {
  const { method, parameters, body } = operation;
  const values = parameters.map((parameter) =>
    given(parameter, pinned, fc.oneof(ownOrFitting(document, parameter, pinned), nastyText)),
  );
  const authorization = fc.constantFrom(
    undefined,
    `Bearer ${tokens.admin}`,
    `Bearer ${tokens.buyer}`,
    `Bearer ${tokens.admin.slice(0, -2)}`,
    'Bearer ',
    'Basic YTpi',
    `Bearer ${'x'.repeat(3_000)}`,
  );
  const type = fc.constantFrom(
    ...Array.from({ length: 12 }, () => 'application/json'),
    'application/json; charset=utf-16',
    'text/plain',
    '',
    '/',
    'application/json;;',
  );
  return fc
    .record({
      texts: fc.tuple(...values),
      content: body ? badBody(document, body, pinned) : fc.option(nastyText, { nil: undefined, freq: 4 }),
      query: fc.option(fc.tuple(nastyName, nastyText), { nil: undefined, freq: 3 }),
      authorization,
      type,
    })
    .map(({ texts, content, query, authorization, type }) => ({
      operation,
      isGood: false,
      method,
      target: withQuery(targetOf(operation, texts), query),
      headers: sendable({
        ...headersOf(operation, texts),
        authorization,
        'content-type': content === undefined ? undefined : type,
      }),
      body: content,
    }));
}

function strayRequest(document: ApiDocument): fc.Arbitrary<FuzzRequest> {
  const known = document.operations.filter(isFuzzed).map(({ path }) => path.replaceAll(/\{\w+\}/g, '1'));
  const path = fc.oneof(
    fc.constantFrom(...known),
    nastyText.map((text) => `/${encoded(text)}`),
    fc.constantFrom('/', '//', '/inventory/', '/%', '/%zz', '/..', '/inventory//1', '/inventory/1/'),
  );
  const method = fc.constantFrom('PUT', 'PATCH', 'DELETE', 'TRACE', 'PROPFIND', 'OPTIONS');
  return fc.tuple(method, path).map(([method, target]) => ({ isGood: false, method, target, headers: {} }));
}

const ownOrFitting = (document: ApiDocument, { name, schema }: Parameter, pinned: Pinned) =>
  pinned[name] ?? fitting(document, schema, pinned);

function given({ name, required }: Parameter, pinned: Pinned, value: fc.Arbitrary<unknown>) {
  const text = value.map(String);
  return required || name in pinned ? text : fc.option(text, { nil: undefined });
}

type Texts = (string | undefined)[];

function targetOf({ path, parameters }: Operation, texts: Texts): string {
  const all = parameters.map((parameter, index) => ({ ...parameter, text: texts[index] }));
  const filled = all
    .filter((parameter) => parameter.in === 'path')
    .reduce((target, { name, text = '' }) => target.replace(`{${name}}`, encoded(text)), path);
  const query = all
    .filter(({ in: place, text }) => place === 'query' && text !== undefined)
    .map(({ name, text = '' }) => `${name}=${encoded(text)}`);
  return query.length > 0 ? `${filled}?${query.join('&')}` : filled;
}

const withQuery = (target: string, query: [string, string] | undefined) =>
  query ? `${target}${target.includes('?') ? '&' : '?'}${encoded(query[0])}=${encoded(query[1])}` : target;

function headersOf({ parameters }: Operation, texts: Texts): Record<string, string> {
  const headers = parameters.map(({ name, in: place }, index) => [name, place === 'header' ? texts[index] : undefined]);
  return sendable(Object.fromEntries(headers));
}

/** Without what Node refuses to send: control characters and what latin1 lacks. */
function sendable(headers: Record<string, string | undefined>): Record<string, string> {
  const good = Object.entries(headers).filter(
    ([, value]) => value !== undefined && /^[\t\x20-\x7e\x80-\xff]*$/.test(value),
  );
  return Object.fromEntries(good) as Record<string, string>;
}

/** By way of UTF-8: a lone surrogate cannot stand in a URL. */
const encoded = (text: string) => encodeURIComponent(Buffer.from(text).toString());
