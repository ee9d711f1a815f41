import type { GetStoryResponse, StoryEvent } from '@app/contracts';
import type { StoryAnswer } from '../clients/story/story.grpc.client.js';
import type { JournalEvent, JournalRequest } from './journal.js';

/** One thing that happened. `at` is RFC 3339, UTC. */
export interface Step {
  step: string;
  service: string;
  at: string;
  duration_ms?: number;
  attempts?: number;
}

/** One thing that has not happened, or of which nothing is known, and why. */
export interface Missing {
  step: string;
  why: string;
}

/** The way of one order, as far as it is known. */
export interface Story {
  order_id: string;
  trace_id: string;
  steps: Step[];
  missing: Missing[];
}

/** What was read for one story. */
export interface StoryFacts {
  order_id: string;
  request: JournalRequest | undefined;
  inventory: StoryAnswer;
  analytics: StoryAnswer;
  notifications: StoryAnswer;
  /** By event_id. */
  journal: ReadonlyMap<string, JournalEvent | undefined>;
  /** Why the broker takes no events now; undefined while it does. */
  brokerAway: string | undefined;
  /** Messages ahead in each worker's queue; undefined when the broker cannot be asked. */
  ahead: Readonly<Record<'analytics' | 'notifications', number>> | undefined;
  /** Reasons of dead letters of this order's events, by worker. */
  dead: Readonly<Partial<Record<'analytics' | 'notifications', string>>>;
  /** History of an order of several lines; undefined for a simple sale. */
  history: readonly Step[] | undefined;
}

const NOT_HERE = 'this gateway did not do it, or has been started again since';

/** Puts the parts together: every expected step is either there or missing with a reason. */
export function composeStory(facts: StoryFacts): Story {
  const parts = [requestPart(facts), inventoryPart(facts), publishPart(facts), documentPart(facts), mailPart(facts)];
  const steps = [...parts.flatMap((part) => part.steps), ...(facts.history ?? [])];
  return {
    order_id: facts.order_id,
    trace_id: traceOf(facts),
    steps: steps.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at)),
    missing: parts.flatMap((part) => part.missing),
  };
}

interface Part {
  steps: Step[];
  missing: Missing[];
}

const iso = (at: number) => new Date(at).toISOString();
const missing = (why: string, ...steps: string[]): Part => ({
  steps: [],
  missing: steps.map((step) => ({ step, why })),
});

function traceOf({ inventory, notifications, analytics, request }: StoryFacts): string {
  const known = [inventory, notifications, analytics].flatMap((answer) => (answer.ok ? [answer.value.trace_id] : []));
  return known.find(Boolean) ?? request?.trace_id ?? '';
}

function requestPart({ request, history }: StoryFacts): Part {
  // An order has the time of its request in its history.
  if (!request) return history ? { steps: [], missing: [] } : missing(NOT_HERE, 'request');
  const { at, duration_ms } = request;
  return { steps: [{ step: 'request', service: 'gateway', at: iso(at), duration_ms }], missing: [] };
}

function inventoryPart({ inventory, history }: StoryFacts): Part {
  if (!inventory.ok) return missing(inventory.reason, 'decided', 'committed');
  if (inventory.value.steps.length === 0) {
    // An order that was refused or is not sold yet has nothing here, which is no gap.
    return history
      ? { steps: [], missing: [] }
      : missing('inventory has no sale of this order', 'decided', 'committed');
  }
  return { steps: stepsOf(inventory.value, 'inventory'), missing: [] };
}

function stepsOf({ steps }: GetStoryResponse, service: string): Step[] {
  return steps.map(({ step, at, duration_ms, attempts }) => ({
    step,
    service,
    at,
    ...(duration_ms !== undefined && { duration_ms }),
    ...(attempts !== undefined && { attempts }),
  }));
}

const eventsOf = (inventory: StoryAnswer): StoryEvent[] => (inventory.ok ? inventory.value.events : []);

/** The last event of an order decides: it is published, confirmed and acknowledged when all of its events are. */
function publishPart({ inventory, journal, brokerAway, history }: StoryFacts): Part {
  if (!inventory.ok) return missing(`not known: ${inventory.reason}`, 'published', 'confirmed', 'acknowledged');
  const events = eventsOf(inventory);
  if (events.length === 0) return { steps: [], missing: [] };
  const waiting = events.find((event) => event.waiting);
  if (waiting) return missing(whyWaiting(waiting, brokerAway), 'published', 'confirmed', 'acknowledged');
  const seen = events.map(({ event_id }) => journal.get(event_id));
  const published = latest(seen.map((event) => event?.published));
  const confirmed = latest(seen.map((event) => event?.confirmed));
  if (published === undefined || confirmed === undefined) {
    // The sales of an order are published by orders; that they have left the outbox says that the broker has them.
    return history ? { steps: [], missing: [] } : missing(NOT_HERE, 'published', 'confirmed', 'acknowledged');
  }
  const attempts = Math.max(...seen.map((event) => event?.attempts ?? 1));
  const step = (name: string, at: number) => ({ step: name, service: 'gateway', at: iso(at) });
  return {
    steps: [
      { ...step('published', published), duration_ms: confirmed - published, attempts },
      step('confirmed', confirmed),
      // The outbox has forgotten the event, which it does only after the broker's confirm.
      step('acknowledged', confirmed),
    ],
    missing: [],
  };
}

const latest = (times: (number | undefined)[]): number | undefined =>
  times.some((time) => time === undefined) ? undefined : Math.max(...(times as number[]));

function whyWaiting({ last_error }: StoryEvent, brokerAway: string | undefined): string {
  if (brokerAway) return `waits in the outbox: ${brokerAway}`;
  return last_error
    ? `waits in the outbox: ${last_error}`
    : 'waits in the outbox until it is confirmed, or swept after 15 s';
}

function documentPart(facts: StoryFacts): Part {
  const { analytics, inventory } = facts;
  const expected = eventsOf(inventory).map(({ event_id }) => event_id);
  if (expected.length === 0) return { steps: [], missing: [] };
  if (!analytics.ok) return missing(analytics.reason, 'stored');
  const stored = new Set(analytics.value.steps.map(({ event_id }) => event_id));
  const absent = expected.filter((event_id) => !stored.has(event_id)).length;
  const steps = stepsOf(analytics.value, 'analytics').slice(-1);
  if (absent === 0) return { steps, missing: [] };
  const lines = expected.length > 1 ? ` (${absent} of ${expected.length} lines)` : '';
  return { steps: [], missing: [{ step: 'stored', why: `${whyNotConsumed('analytics', facts)}${lines}` }] };
}

function mailPart(facts: StoryFacts): Part {
  const { notifications, inventory, history } = facts;
  if (!notifications.ok) return missing(notifications.reason, 'mailed');
  const { steps } = notifications.value;
  const pending = steps.find((step) => step.pending !== '');
  if (pending) return missing(pending.pending, 'mailed');
  if (steps.length > 0) return { steps: stepsOf(notifications.value, 'notifications'), missing: [] };
  const owed = history ? history.some(({ step }) => step === 'completed') : eventsOf(inventory).length > 0;
  return owed ? missing(whyNotConsumed('notifications', facts), 'mailed') : { steps: [], missing: [] };
}

function whyNotConsumed(worker: 'analytics' | 'notifications', facts: StoryFacts): string {
  const reason = facts.dead[worker];
  if (reason) return `dead letter: ${reason}`;
  const waiting = eventsOf(facts.inventory).find((event) => event.waiting);
  if (waiting) return whyWaiting(waiting, facts.brokerAway);
  if (!facts.ahead) return `the queue of ${worker} cannot be read: ${facts.brokerAway ?? 'the broker does not answer'}`;
  return `in the queue of ${worker}, about ${facts.ahead[worker]} ahead of it`;
}
