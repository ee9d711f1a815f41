import { announcementsOf, type OutboxMessage } from '../order/announce.js';
import { decide } from '../order/decide-order.js';
import { evolve } from '../order/evolve-order.js';
import type { Order } from '../order/order.js';
import { type NewOrderEvent, ORDER_EVENT_VERSION, type OrderEvent } from '../order/order-event.js';
import type { Driven, OrdersRepository } from '../order/orders.pg.repository.js';
import type { AnyStep, Effects } from './effects.js';
import { LOOKS_AT_THE_PAYMENT, nextStep } from './next-step.js';
import type { Outcome } from './outcome.js';
import type { Effect } from './process-table.js';
import type { ProcessTelemetry } from './process-telemetry.js';
import { whenAgain } from './when-again.js';

/** Numbers and dates new events. */
export function placeInHistory(order: Order | undefined, order_id: string, events: NewOrderEvent[]): OrderEvent[] {
  const at = new Date().toISOString();
  const before = order?.seq ?? 0;
  return events.map((event, index) => ({
    ...event,
    order_id,
    seq: before + index + 1,
    version: ORDER_EVENT_VERSION,
    at,
  }));
}

/** The loop that does what is due, records what came of it, and goes on until nothing is due or it has to wait. */
export class RunSteps {
  private readonly orders: OrdersRepository;
  private readonly effects: Effects;
  private readonly telemetry: ProcessTelemetry;
  /** Called each time an order has moved. */
  private readonly moved: (order: Order, events: readonly OrderEvent[]) => void;
  /** Called with the messages that were recorded, so that they need not wait for a sweep. */
  private readonly announce: (messages: OutboxMessage[]) => void;

  constructor(
    orders: OrdersRepository,
    effects: Effects,
    telemetry: ProcessTelemetry,
    moved: (order: Order, events: readonly OrderEvent[]) => void,
    announce: (messages: OutboxMessage[]) => void,
  ) {
    this.orders = orders;
    this.effects = effects;
    this.telemetry = telemetry;
    this.moved = moved;
    this.announce = announce;
  }

  /** Drives an order that this runner holds. @returns ms until it is tried again, undefined when nothing is due here any more */
  async run(driven: Driven, stopping: () => boolean): Promise<number | undefined> {
    for (let mine: Driven | undefined = driven; mine; ) {
      const step = dueIn(mine);
      const turn: Turn =
        step && !stopping() ? await this.step(mine, step) : await this.rest(mine, step ? 0 : undefined, 0);
      if (turn.kind === 'rest') return turn.again;
      mine = turn.kind === 'goes-on' ? turn.driven : await this.orders.claimOne(driven.order.order_id);
    }
    return undefined;
  }

  private async step(driven: Driven, step: AnyStep): Promise<Turn> {
    const { order, tries } = driven;
    const outcome = await this.telemetry.step(order, step.effect, (traceparent) =>
      this.effects.perform({ ...driven, order: { ...order, traceparent } }, step),
    );
    if (outcome.outcome === 'unknown') {
      const again = whenAgain(order, outcome, tries, Date.now());
      // An outcome of patience means that the payment was looked up; otherwise notices stay open.
      const looked = outcome.patient ? answeredBy(driven, step.effect) : driven;
      return await this.rest(looked, again, outcome.patient ? tries : tries + 1, outcome.reason);
    }
    const decision = decide(order, { type: 'record', outcome });
    if (!decision.ok || decision.events.length === 0)
      return await this.rest(answeredBy(driven, step.effect), undefined, 0);
    return await this.record(driven, decision.events, outcome);
  }

  private async record(driven: Driven, events: NewOrderEvent[], { effect }: Outcome): Promise<Turn> {
    const { order } = driven;
    const history = placeInHistory(order, order.order_id, events);
    const after = history.reduce<Order>(evolve, order);
    const { answered } = answeredBy(driven, effect);
    const messages = announcementsOf(order, history);
    const due = nextStep(after) !== undefined;
    const appending = { order: after, before: order.seq, events: history, messages, due, answered };
    const written = await this.telemetry.write(order, () => this.orders.append(appending));
    if (!written) return { kind: 'overtaken' };
    this.telemetry.recorded(after, history);
    this.announce(messages);
    this.moved(after, history);
    if (!due) return { kind: 'rest', again: undefined };
    return { kind: 'goes-on', driven: { ...driven, order: after, tries: 0, answered } };
  }

  private async rest(driven: Driven, again: number | undefined, tries: number, why?: string): Promise<Turn> {
    const parked = await this.orders.park(driven, again, tries, why);
    return parked ? { kind: 'rest', again } : { kind: 'overtaken' };
  }
}

type Turn = { kind: 'rest'; again: number | undefined } | { kind: 'overtaken' } | { kind: 'goes-on'; driven: Driven };

/** What the order's state wants, or a look at the payment because of a notice that came after its end. */
function dueIn({ order, noticed, answered }: Driven): AnyStep | undefined {
  const step = nextStep(order);
  if (step || noticed === answered) return step;
  return order.state === 'rejected' || order.state === 'cancelled' ? { effect: 'audit' } : undefined;
}

/** After an effect that looks at the payment, every notice that had come before it is answered. */
const answeredBy = (driven: Driven, effect: string): Driven =>
  LOOKS_AT_THE_PAYMENT.has(effect as Effect) ? { ...driven, answered: driven.noticed } : driven;
