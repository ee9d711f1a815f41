import type { MailText } from './notice.js';

/** What a mail says, without its looks. Text of others is on one line already. */
export interface Content {
  title: string;
  /** One sentence. */
  says: (string | { bold: string })[];
  facts: [name: string, value: string][];
  /** A table under the facts; columns after the first are numbers. */
  table?: { head: string[]; rows: string[][] };
}

/** The same in plain text and in HTML. */
export function layOut(subject: string, content: Content): MailText {
  return { subject, text: textOf(content), html: htmlOf(content) };
}

function textOf({ says, facts, table }: Content): string {
  const sentence = says.map((part) => (typeof part === 'string' ? part : part.bold)).join('');
  const width = Math.max(12, ...facts.map(([name]) => name.length + 2));
  const lines = facts.map(([name, value]) => `${`${name}:`.padEnd(width)}${value}`);
  const below = table ? ['', ...tableText(table)] : [];
  return `${[sentence, '', ...lines, ...below].join('\n')}\n`;
}

function tableText({ head, rows }: NonNullable<Content['table']>): string[] {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  const pad = (cell: string, column: number) =>
    column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0);
  return [head, ...rows].map((row) => row.map(pad).join('  ').trimEnd());
}

function htmlOf({ title, says, facts, table }: Content): string {
  const sentence = says.map((part) =>
    typeof part === 'string' ? escapeHtml(part) : `<b>${escapeHtml(part.bold)}</b>`,
  );
  const rows = facts.map(
    ([name, value]) => `<tr><th align="left">${escapeHtml(name)}</th><td>${escapeHtml(value)}</td></tr>`,
  );
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${escapeHtml(title)}</title></head>
<body style="font-family: sans-serif">
<p>${sentence.join('')}</p>
<table cellpadding="4">
${rows.join('\n')}
</table>
${table ? `${tableHtml(table)}\n` : ''}</body>
</html>
`;
}

function tableHtml({ head, rows }: NonNullable<Content['table']>): string {
  const cells = (row: string[], tag: 'th' | 'td') =>
    row
      .map((cell, column) => `<${tag} align="${column === 0 ? 'left' : 'right'}">${escapeHtml(cell)}</${tag}>`)
      .join('');
  return [
    '<table cellpadding="4">',
    `<tr>${cells(head, 'th')}</tr>`,
    ...rows.map((row) => `<tr>${cells(row, 'td')}</tr>`),
    '</table>',
  ].join('\n');
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char);
