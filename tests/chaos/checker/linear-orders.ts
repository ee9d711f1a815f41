import type { Call } from './history.ts';

interface Sight {
  call: Call;
  from: number;
  to: number;
  state: string;
  /** Types of what had happened to it, in order. */
  history: string[];
}

/**
 * An order is a list that only grows. It is linearizable when any two sights of it are one the beginning of the other, and no sight that
 * was asked for later is shorter than one that had been answered before.
 */
export function judgeOrders(calls: readonly Call[]): { looked: string; breaches: { say: string; about: string }[] } {
  let [sights, orders] = [0, 0];
  const breaches = [...Map.groupBy(calls, ({ key }) => key)].flatMap(([about, asked]) => {
    const seen = asked.flatMap((call) => sightOf(call) ?? []);
    if (seen.length === 0) return [];
    sights += seen.length;
    orders += 1;
    const say = contradiction(seen) ?? vanished(asked, seen);
    return say ? [{ say: `${about} ${say}`, about }] : [];
  });
  return { looked: `${sights} sights of ${orders} orders`, breaches };
}

function sightOf(call: Call): Sight | undefined {
  if (call.returned === undefined || !call.text?.includes('"history"')) return undefined;
  const body = JSON.parse(call.text) as { state?: string; history?: { type: string }[] };
  if (!body.state || !body.history) return undefined;
  const from = call.attempts.at(-1)?.at ?? call.invoked;
  return { call, from, to: call.returned, state: body.state, history: body.history.map(({ type }) => type) };
}

function contradiction(sights: readonly Sight[]): string | undefined {
  const byEnd = sights.toSorted((a, b) => a.to - b.to);
  for (const [n, earlier] of byEnd.entries())
    for (const later of byEnd.slice(n + 1)) {
      const [short, long] = earlier.history.length <= later.history.length ? [earlier, later] : [later, earlier];
      if (!short.history.every((type, at) => long.history[at] === type))
        return `was seen as ${short.history.join(', ')} and as ${long.history.join(', ')}`;
      if (short.history.length === long.history.length && short.state !== long.state)
        return `was ${short.state} and ${long.state} with the same history`;
      if (later.from > earlier.to && later.history.length < earlier.history.length)
        return `was ${earlier.state} (${earlier.history.length} events), and asked for later ${later.state} (${later.history.length} events)`;
    }
  return undefined;
}

/** Who has seen it once finds it. */
function vanished(asked: readonly Call[], sights: readonly Sight[]): string | undefined {
  const first = Math.min(...sights.map(({ to }) => to));
  const lost = asked.find(
    (call) => call.operation === 'read-order' && call.status === 404 && (call.attempts.at(-1)?.at ?? 0) > first,
  );
  return lost && 'was seen, and asked for later not found';
}
