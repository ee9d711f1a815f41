/** One commit in the changelog. */
export interface Change {
  type: string;
  scope?: string;
  subject: string;
  breaking: boolean;
}

/** Headings in their order; commits of other types (test, docs, refactor, chore) are history, not news. */
const HEADINGS: Record<string, string> = { feat: 'Added', fix: 'Fixed', perf: 'Faster' };

/** A subject line and body by Conventional Commits; anything else is no change. */
export function parseCommit(message: string): Change | undefined {
  const [subject = ''] = message.split('\n');
  const match = /^(?<type>[a-z]+)(?:\((?<scope>[^)]+)\))?(?<mark>!)?: (?<text>.+)$/.exec(subject);
  if (!match?.groups) return undefined;
  const { type = '', scope, mark, text = '' } = match.groups;
  return {
    type,
    ...(scope && { scope }),
    subject: text,
    breaking: mark === '!' || /^BREAKING CHANGE: /m.test(message),
  };
}

/** The section of one version, newest commit first, as Markdown. */
export function section(version: string, date: string, changes: readonly Change[]): string {
  const line = ({ scope, subject }: Change) => `* ${scope ? `**${scope}** ` : ''}${subject}`;
  const group = (title: string, members: readonly Change[]) =>
    members.length > 0 ? [`### ${title}`, '', ...members.map(line), ''] : [];
  const groups = [
    ...group(
      'Breaking',
      changes.filter(({ breaking }) => breaking),
    ),
    ...Object.entries(HEADINGS).flatMap(([type, title]) =>
      group(
        title,
        changes.filter((change) => change.type === type && !change.breaking),
      ),
    ),
  ];
  return [`## ${version} (${date})`, '', ...groups].join('\n');
}

/** The text below `## <version>` up to the next version; undefined when the changelog has no such section. */
export function sectionOf(changelog: string, version: string): string | undefined {
  const parts = changelog.split(/^(?=## )/m);
  return parts.find((part) => part.startsWith(`## ${version} `))?.replace(/^.*\n+/, '');
}

/** `1.2.3` raised by one part. */
export function raise(version: string, part: 'major' | 'minor' | 'patch'): string {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  if (part === 'major') return `${major + 1}.0.0`;
  return part === 'minor' ? `${major}.${minor + 1}.0` : `${major}.${minor}.${patch + 1}`;
}
