import type { GetStoryResponse } from '@app/contracts';
import { describe, expect, it } from '@jest/globals';
import type { StoryAnswer } from '../clients/story/story.grpc.client.js';
import { composeStory, type StoryFacts } from './compose-story.js';

const T0 = Date.parse('2026-01-01T00:00:00.000Z');
const at = (ms: number) => new Date(T0 + ms).toISOString();
const EVENT = '0190a1b2-0000-7000-8000-000000000001';

const ok = (value: Partial<GetStoryResponse>): StoryAnswer => ({
  ok: true,
  value: { trace_id: '', steps: [], events: [], ...value },
});
const step = (name: string, ms: number, over: object = {}) => ({
  step: name,
  at: at(ms),
  event_id: EVENT,
  pending: '',
  ...over,
});
const event = (over: object = {}) => ({
  event_id: EVENT,
  type: 'product_sold',
  waiting: false,
  last_error: '',
  attempts: 0,
  ...over,
});

const whole: StoryFacts = {
  order_id: 'ORD-1',
  request: { trace_id: 'a'.repeat(32), at: T0, duration_ms: 5 },
  inventory: ok({ trace_id: 'b'.repeat(32), steps: [step('decided', 2), step('committed', 2)], events: [event()] }),
  analytics: ok({ steps: [step('stored', 40)] }),
  notifications: ok({ steps: [step('mailed', 60, { duration_ms: 3, attempts: 1 })] }),
  journal: new Map([[EVENT, { published: T0 + 6, confirmed: T0 + 9, attempts: 1 }]]),
  brokerAway: undefined,
  ahead: { analytics: 0, notifications: 0 },
  dead: {},
  history: undefined,
};
const tell = (over: Partial<StoryFacts> = {}) => composeStory({ ...whole, ...over });
const why = (over: Partial<StoryFacts>, name: string) => tell(over).missing.find(({ step: s }) => s === name)?.why;
const nothing = ok({});

describe('a story', () => {
  it('of a sale that is all done has every step in the order of time, and nothing is missing', () => {
    const story = tell();
    expect(story.steps.map(({ step: name }) => name)).toEqual([
      'request',
      'decided',
      'committed',
      'published',
      'confirmed',
      'acknowledged',
      'stored',
      'mailed',
    ]);
    expect([story.missing, story.trace_id]).toEqual([[], 'b'.repeat(32)]);
    expect(story.steps[3]).toEqual({ step: 'published', service: 'gateway', at: at(6), duration_ms: 3, attempts: 1 });
  });

  it('says that the event waits for the broker, and everything behind it for the same reason', () => {
    const inventory = ok({ steps: [step('decided', 2)], events: [event({ waiting: true })] });
    const away = { inventory, analytics: nothing, notifications: nothing, brokerAway: 'no broker: ECONNREFUSED' };
    for (const name of ['published', 'confirmed', 'acknowledged', 'stored', 'mailed'])
      expect(why(away, name)).toBe('waits in the outbox: no broker: ECONNREFUSED');
  });

  it('says why the broker refused it', () => {
    const inventory = ok({ events: [event({ waiting: true, last_error: 'returned: NO_ROUTE' })] });
    expect(why({ inventory }, 'published')).toBe('waits in the outbox: returned: NO_ROUTE');
  });

  it('says in which queue it is, and how many are ahead', () => {
    expect(why({ analytics: nothing, ahead: { analytics: 3, notifications: 0 } }, 'stored')).toBe(
      'in the queue of analytics, about 3 ahead of it',
    );
  });

  it('names the reason of a dead letter', () => {
    expect(why({ notifications: nothing, dead: { notifications: 'schema: /quantity' } }, 'mailed')).toBe(
      'dead letter: schema: /quantity',
    );
  });

  it('has a line for a service that is away, not an error', () => {
    const analytics = { ok: false as const, reason: 'analytics is not reachable' };
    expect(why({ analytics }, 'stored')).toBe('analytics is not reachable');
    const inventory = { ok: false as const, reason: 'inventory is not reachable' };
    expect(why({ inventory }, 'decided')).toBe('inventory is not reachable');
  });

  it('says that another gateway, or this one before its restart, did it', () => {
    expect(why({ request: undefined }, 'request')).toContain('started again');
    expect(why({ journal: new Map() }, 'confirmed')).toContain('started again');
  });

  it('tells how a mail that did not go out failed', () => {
    const notifications = ok({ steps: [step('mailed', 60, { pending: '421 try later' })] });
    expect(why({ notifications }, 'mailed')).toBe('421 try later');
  });
});

describe('the story of an order of several lines', () => {
  const lines = ok({ steps: [step('decided', 20)], events: [event(), event({ event_id: 'other' })] });
  const order = (name: string, ms: number) => ({ step: name, service: 'orders', at: at(ms) });
  const history = [order('placed', 0), order('confirmed', 21), order('completed', 30)];

  it('has its history among the other steps', () => {
    const analytics = ok({ steps: [step('stored', 40), step('stored', 41, { event_id: 'other' })] });
    const story = tell({ history, inventory: lines, analytics, journal: new Map(), request: undefined });
    expect(story.steps.map(({ step: name }) => name)).toEqual([
      'placed',
      'decided',
      'confirmed',
      'completed',
      'stored',
      'mailed',
    ]);
    expect(story.missing).toEqual([]);
  });

  it('misses the document of one line', () => {
    const { missing } = tell({ history, inventory: lines });
    expect(missing).toEqual([{ step: 'stored', why: 'in the queue of analytics, about 0 ahead of it (1 of 2 lines)' }]);
  });

  it('owes no mail while it is not completed', () => {
    const { missing } = tell({ history: [order('placed', 0)], inventory: nothing, notifications: nothing });
    expect(missing).toEqual([]);
  });
});
