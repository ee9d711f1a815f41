import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { EXCHANGES, eventsOf, TOPOLOGY, WORK_QUEUES, type WorkQueue } from './topology.js';

const page = readFileSync(`${import.meta.dirname}/../../../docs/messaging.md`, 'utf8');
const rows = page.split('\n').filter((line) => line.startsWith('| `'));

/** A row of the table of queues, as the topology says. `Q` stands for the name of the work queue. */
const rowOf = (queue: WorkQueue, name: string) => {
  const short = (text: unknown) =>
    text === queue || String(text).startsWith(`${queue}.`) ? `Q${String(text).slice(queue.length)}` : text;
  const bindings = TOPOLOGY.bindings.filter((each) => each.queue === name);
  const keyOf = ({ exchange, routingKey }: (typeof bindings)[number]) =>
    exchange === EXCHANGES.events ? 'each of its events' : `\`${short(routingKey)}\``;
  const bound = [...new Set(bindings.map((each) => `\`${each.exchange}\` / ${keyOf(each)}`))].join(', ');
  const given = TOPOLOGY.queues.find((each) => each.name === name)?.arguments ?? {};
  const args = Object.entries(given).map(([key, value]) => `\`${key}=${short(value)}\``);
  return { name: `\`${short(name)}\``, bound, args: args.sort() };
};
const documented = (name: string) => {
  const [, queue, bound, args] = (rows.find((row) => row.startsWith(`| ${name} |`)) ?? '')
    .split('|')
    .map((cell) => cell.trim());
  return { name: queue, bound, args: args?.split(' ').sort() };
};

describe('docs/messaging.md says what the topology is', () => {
  it.each(WORK_QUEUES)('every queue of %s, its bindings and arguments', (queue) => {
    for (const { name } of TOPOLOGY.queues.filter((each) => each.name === queue || each.name.startsWith(`${queue}.`))) {
      const expected = rowOf(queue, name);
      expect(documented(expected.name)).toEqual(expected);
    }
  });

  it('every exchange with its type', () => {
    for (const { name, type } of TOPOLOGY.exchanges) expect(page).toContain(`| \`${name}\` | ${type} |`);
    expect(TOPOLOGY.exchanges).toHaveLength(Object.keys(EXCHANGES).length);
  });

  it.each(WORK_QUEUES)('the events of %s', (queue) => {
    const events = eventsOf(queue).map((type) => `\`${type}\``);
    expect(page).toContain(`| \`${queue}\` | ${events.join(', ')} |`);
  });
});
