import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Call } from './checker/history.ts';
import type { Verdict } from './checker/invariants.ts';
import type { Recovery } from './checker/recovery.ts';
import { type LogLine, storyOf } from './checker/story.ts';

type Say = (line: string) => void;

const EXAMPLES = 4;
const STORIES = 2;

/** Each promise with its figures; of a broken one the first breaches. */
export function printVerdicts(verdicts: readonly Verdict[], say: Say): void {
  for (const { name, promise, looked, against } of verdicts) {
    say(`${against.length > 0 ? 'BROKEN' : 'kept  '} ${name.padEnd(3)} ${promise} (${looked})`);
    for (const breach of against.slice(0, EXAMPLES)) say(`         ${breach}`);
    if (against.length > EXAMPLES) say(`         and ${against.length - EXAMPLES} more`);
  }
}

/** How long each fault was felt, as a table. */
export function printRecoveries(recoveries: readonly Recovery[], say: Say): void {
  say('| fault | lasted | first sale after the strike | longest time without a sale | last event after its end |');
  say('|---|---|---|---|---|');
  const seconds = (value: number | undefined) => (value === undefined ? 'never' : `${value.toFixed(1)} s`);
  for (const { fault, lasted, firstSale, longestPause, lastEvent } of recoveries)
    say(`| ${[fault, seconds(lasted), seconds(firstSale), seconds(longestPause), seconds(lastEvent)].join(' | ')} |`);
}

/** The shortest story of the first breaches: what happened to each, over the clients and all logs. */
export function printStories(verdicts: readonly Verdict[], calls: readonly Call[], logs: string, say: Say): void {
  const ids = [
    ...new Set(verdicts.filter(({ against }) => against.length > 0).flatMap(({ about }) => about.slice(0, 1))),
  ];
  if (ids.length === 0) return;
  const lines = logLines(logs);
  const stories = ids.map((id) => ({ id, story: storyOf(id, calls, lines) })).filter(({ story }) => story.length > 0);
  for (const { id, story } of stories.toSorted((a, b) => a.story.length - b.story.length).slice(0, STORIES)) {
    say(`\n  the story of ${id}:`);
    for (const line of story) say(`    ${line}`);
  }
}

function logLines(folder: string): LogLine[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.log'))
    .flatMap((name) =>
      readFileSync(join(folder, name), 'utf8')
        .split('\n')
        .flatMap((text) => {
          const time = /"time":"([^"]+)"/.exec(text)?.[1] ?? /^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+)/.exec(text)?.[1];
          const at = time ? Date.parse(time.includes('T') ? time : `${time.replace(' ', 'T')}Z`) : Number.NaN;
          return Number.isNaN(at) ? [] : [{ at, process: name.replace('.log', ''), text }];
        }),
    );
}
