import type { Row } from './row.ts';

const short = (text: string) => (text.length > 200 ? `${text.slice(0, 60)}… (${text.length} bytes)` : text);
const json = (value: unknown) =>
  typeof value === 'string' ? value : JSON.stringify(value).replaceAll(/"(\{(?:product|treasure)\})"/g, '$1');
const block = (language: string, lines: string[]) => [`\`\`\`${language}`, ...lines, '```'].join('\n');

/** The rows as a document: each request with its whole answer. */
export function asMarkdown(chapters: { title: string; rows: Row[] }[]): string {
  const text = chapters.flatMap(({ title, rows }) => [`## ${title}`, ...rows.map(section)]);
  return `${[INTRODUCTION, ...text].join('\n\n')}\n`;
}

const INTRODUCTION = `# The edge, request by request

Written from the table that the tests run (\`tests/e2e/edge/\`), in the order in which it is run, by
\`node tests/e2e/edge/print.ts > docs/edge.md\`. \`{product}\` is a product with 10 units at 12.50 USD, \`{treasure}\` one at 2^52 cents,
\`{run}\` a tag of the run; \`<uuid>\`, \`<time>\`, \`<trace>\` and \`<text>\` stand for any of that kind.

<!-- not run, \`http blocks\`: tests/e2e/edge.e2e.spec.ts sends them -->`;

function section(row: Row): string {
  return [`### ${capital(row.title)}`, block('http', request(row)), block('http', answer(row.answer))].join('\n\n');
}

function request({ method, path, as, headers = {}, body, raw }: Row): string[] {
  if (raw !== undefined) return raw.trimEnd().split('\r\n').map(short);
  const authorization = as ? [`Authorization: Bearer <token of ${as}>`] : [];
  const lines = [`${method} ${path}`, ...authorization, ...headerLines(headers)];
  return body === undefined ? lines : [...lines, '', short(json(body))];
}

function answer({ status, headers = {}, body }: Row['answer']): string[] {
  const lines = [String(status), ...headerLines(headers)];
  return body === undefined || body === '' ? lines : [...lines, '', json(body)];
}

const headerLines = (headers: Record<string, string>) =>
  Object.entries(headers).map(
    ([name, value]) => `${name.replaceAll(/(^|-)\w/g, (letter) => letter.toUpperCase())}: ${value}`,
  );

const capital = (text: string) => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
