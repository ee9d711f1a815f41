import { createReadStream, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { StackError } from '../failure.ts';
import { foldersOf } from '../folders.ts';

const TRACE_ID = /^[0-9a-f]{32}$/;

interface Line {
  time: string;
  text: string;
}

/** `npm run stack -- logs --trace <id>`: what every service wrote about one trace, in the order of time. */
export async function traceLogs(traceId: string): Promise<number> {
  if (!TRACE_ID.test(traceId))
    throw new StackError(`"${traceId}" is no trace id`, '32 hex digits, as in traceparent, a problem or a log line');
  const lines = await linesOf(foldersOf('.stack').logs, traceId);
  if (lines.length === 0) throw new StackError(`no log has a line of trace ${traceId}`, 'npm run stack -- logs <name>');
  for (const line of lines) console.log(line);
  return 0;
}

/** Lines of all logs in a folder that carry this trace id, readable, in the order of time. */
export async function linesOf(folder: string, traceId: string): Promise<string[]> {
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.includes('.log')) : [];
  const found = await Promise.all(names.map((name) => search(join(folder, name), traceId)));
  return found
    .flat()
    .toSorted((a, b) => (a.time < b.time ? -1 : Number(a.time > b.time)))
    .map(({ text }) => text);
}

async function search(file: string, traceId: string): Promise<Line[]> {
  const found: Line[] = [];
  // Line by line: a log may be larger than the memory.
  for await (const line of createInterface({ input: createReadStream(file) }))
    if (line.includes(traceId)) found.push(...readable(line));
  return found;
}

function readable(line: string): Line[] {
  try {
    const { time, level, service, msg, trace_id: _shown, ...fields } = JSON.parse(line) as Record<string, unknown>;
    const rest = Object.entries(fields).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
    const text = [time, String(service).padEnd(13), String(level).padEnd(5), msg, ...rest].join(' ');
    return [{ time: String(time), text }];
  } catch {
    return [];
  }
}
