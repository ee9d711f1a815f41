import { parseArgs } from 'node:util';
import { createLogger } from '@app/observability';
import { type RebuildRange, rebuildFigures } from '../../apps/analytics/src/figures/rebuild.mongo.store.js';

const USAGE = `Usage: npm run figures -- rebuild [--from <time>] [--to <time>]

Recomputes the figures from the raw documents, while sales go on. What is right stays as it is: it may be interrupted and
repeated at any point. Documents of an older version are converted first.

  --from, --to  only what happened from then, until then (RFC 3339); without them everything

Environment: MONGODB_URI (…/analytics_db). Progress goes to standard error.
Exit code: 0 done, 2 it could not be done.`;

const PROGRESS_EVERY_MS = 1_000;

function range(values: { from?: string; to?: string }): RebuildRange {
  return {
    ...(values.from !== undefined && { from: timeOf('from', values.from) }),
    ...(values.to !== undefined && { to: timeOf('to', values.to) }),
  };
}

function timeOf(name: string, text: string): Date {
  const time = new Date(text);
  if (!Number.isFinite(time.getTime()))
    throw new Error(`--${name} ${text} is no time, for example 2026-01-31T09:30:00Z`);
  return time;
}

async function main(): Promise<void> {
  const text = { type: 'string' } as const;
  const { values, positionals } = parseArgs({
    options: { from: text, to: text, help: { type: 'boolean', short: 'h' } },
    allowPositionals: true,
  });
  if (values.help || positionals.length === 0) return console.log(USAGE);
  if (positionals.length !== 1 || positionals[0] !== 'rebuild') throw new Error(`unknown: ${positionals.join(' ')}`);
  const { MONGODB_URI: uri } = process.env;
  if (!uri) throw new Error('MONGODB_URI is not set');
  let said = 0;
  const rebuilt = await rebuildFigures(uri, range(values), createLogger('figures'), (done, of) => {
    if (Date.now() - said < PROGRESS_EVERY_MS && done < of) return;
    said = Date.now();
    console.error(`${done} of ${of} segments`);
  });
  const { segments, repaired, converted } = rebuilt;
  console.log(`${segments} segments read, ${repaired} figures repaired, ${converted} old documents converted`);
}

await main().catch((error) => {
  console.error(`figures: ${error instanceof Error ? error.message : error}\n\n${USAGE}`);
  process.exitCode = 2;
});
