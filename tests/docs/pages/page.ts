/** Something in a page that says of itself that it can be run, and what it is. */
export interface Piece {
  kind: 'command' | 'json' | 'mermaid' | 'block';
  page: string;
  line: number;
  /** The heading above it. */
  section: string;
  text: string;
  /** In the middle of a sentence. */
  isMark?: true;
  /** Why it is not run, as the page says in a comment. */
  because?: string;
}

interface Reason {
  line: number;
  /** Commands that begin like this, or `http blocks`; nothing: the block below. */
  of?: string;
  because: string;
  used: boolean;
}

const FENCE = /^```(\w*)$/;
const COMMENT = /^<!-- not run(?:, `(?<of>[^`]+)`)?: (?<because>.+) -->$/;
const INLINE = /`((?:npm|npx|node|docker|curl|kill|git|bash|pg_\w+|mongo\w+) [^`]+)`/g;

/**
 * What of a page can be run, in its order: lines of `sh` blocks, code marks that begin like a command, JSON and diagrams. Other blocks
 * need a reason. A reason is a comment: `<!-- not run: why -->` above a block, or anywhere in the page with the beginning of the
 * commands that it is about, or with `http blocks`.
 * @throws when a reason is about nothing
 */
export function readPage(page: string, text: string): Piece[] {
  const lines = text.split('\n');
  const reasons = lines.flatMap((line, index): Reason[] => {
    const { of, because = '' } = COMMENT.exec(line)?.groups ?? {};
    return because ? [{ line: index + 1, because, used: false, ...(of !== undefined && { of }) }] : [];
  });
  const pieces = raw(page, lines).map((piece) => withReason(piece, reasons, lines));
  const idle = reasons.filter(({ used }) => !used);
  if (idle.length > 0)
    throw new Error(
      idle.map(({ line, because }) => `${page}:${line}: nothing is not run because "${because}"`).join('\n'),
    );
  return pieces;
}

function withReason({ fence, ...piece }: Piece & { fence?: Fence }, reasons: Reason[], lines: string[]): Piece {
  const found = reasons.find(({ line, of }) =>
    of === undefined ? isAbove(line, fence, lines) : isAbout(of, piece, fence),
  );
  if (!found) return piece;
  found.used = true;
  return { ...piece, because: found.because };
}

const isAbout = (of: string, { text }: Piece, fence?: Fence) =>
  text.startsWith(of) || of === `${fence?.language} blocks`;

/** Whether nothing but comments stands between a comment and the block. */
const isAbove = (comment: number, fence: Fence | undefined, lines: string[]) =>
  fence !== undefined &&
  comment < fence.line &&
  lines.slice(comment, fence.line - 1).every((line) => line === '' || line.startsWith('<!--'));

interface Fence {
  line: number;
  language: string;
  text: string[];
}

function raw(page: string, lines: string[]): (Piece & { fence?: Fence })[] {
  const pieces: (Piece & { fence?: Fence })[] = [];
  let section = '';
  let fence: Fence | undefined;
  for (const [index, text] of lines.entries()) {
    const place = { page, section, line: index + 1 };
    const [, language] = FENCE.exec(text) ?? [];
    if (fence && text === '```') {
      pieces.push(...piecesOf(fence, { page, section }));
      fence = undefined;
    } else if (fence) fence.text.push(text);
    else if (language !== undefined) fence = { line: index + 1, language, text: [] };
    else if (/^#+ /.test(text)) section = text.replace(/^#+ /, '');
    else if (!text.startsWith('<!--'))
      for (const [, command = ''] of text.matchAll(INLINE))
        pieces.push({ kind: 'command', isMark: true, text: command, ...place });
  }
  return pieces;
}

function piecesOf(fence: Fence, place: { page: string; section: string }): (Piece & { fence: Fence })[] {
  const { language, line, text } = fence;
  const whole = { ...place, line, fence };
  if (language === 'json' || language === 'mermaid') return [{ ...whole, kind: language, text: text.join('\n') }];
  if (language !== 'sh') return [{ ...whole, kind: 'block', text: text.join('\n') }];
  return commandsOf(text).map((command) => ({
    ...whole,
    kind: 'command',
    line: line + command.line,
    text: command.text,
  }));
}

/** Lines of bash, continued ones put together, comments taken away, `a && b` taken apart. */
export function commandsOf(lines: readonly string[]): { line: number; text: string }[] {
  const commands: { line: number; text: string }[] = [];
  let begun = '';
  for (const [index, line] of lines.entries()) {
    const text = `${begun}${line.trim()}`.replace(/(^|\s)# .*$/, '').trim();
    begun = text.endsWith('\\') ? `${text.slice(0, -1).trim()} ` : '';
    if (text && !begun) for (const part of text.split(' && ')) commands.push({ line: index + 1, text: part.trim() });
  }
  return commands;
}
