import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { LOGGER, type Logger } from '@app/observability';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Gauge, Registry } from 'prom-client';
import { FlowFactsReader } from './flow-facts.js';
import { composeSnapshot, type FlowFacts } from './flow-snapshot.js';
import { RecentOrders } from './recent-orders.js';
import { Viewers } from './viewers.js';

const EVERY_MS = 250;
/** Rates are taken over this long: shorter and they flicker, longer and they lag. */
const WINDOW_TICKS = 8;
const NEIGHBOURS_EVERY_TICKS = 4;
const BEAT_EVERY_TICKS = 40;

/** Composes one snapshot for a process every 250 ms while there are viewers, and nothing without them. */
@Injectable()
export class LiveFlow implements OnModuleDestroy {
  private readonly facts: FlowFactsReader;
  private readonly recent: RecentOrders;
  private readonly logger: Logger;
  private readonly viewers = new Viewers();
  private running: Promise<void> | undefined;
  private closed = false;

  constructor(facts: FlowFactsReader, recent: RecentOrders, @Inject(LOGGER) logger: Logger, registry: Registry) {
    this.facts = facts;
    this.recent = recent;
    this.logger = logger;
    const { viewers } = this;
    new Gauge({
      name: 'gateway_flow_viewers',
      help: 'Open live pages',
      registers: [registry],
      collect() {
        this.set(viewers.count);
      },
    });
  }

  /** False: too many look already, or the gateway is stopping. */
  watch(answer: ServerResponse, admin: boolean): boolean {
    if (this.closed || this.viewers.full) return false;
    this.viewers.add(answer, admin);
    this.running ??= this.run().finally(() => {
      this.running = undefined;
    });
    return true;
  }

  async onModuleDestroy(): Promise<void> {
    this.closed = true;
    this.viewers.close();
    await this.running;
  }

  private async run(): Promise<void> {
    const history: FlowFacts[] = [];
    for (let tick = 0; this.viewers.count > 0 && !this.closed; tick++) {
      const began = Date.now();
      try {
        await this.show(tick, history);
      } catch (error) {
        this.logger.error({ err: error }, 'the live page could not be composed');
      }
      await sleep(Math.max(0, EVERY_MS - (Date.now() - began)));
    }
  }

  private async show(tick: number, history: FlowFacts[]): Promise<void> {
    if (tick % NEIGHBOURS_EVERY_TICKS === 0) await this.facts.askNeighbours();
    if (tick % BEAT_EVERY_TICKS === BEAT_EVERY_TICKS - 1) this.viewers.beat();
    const now = await this.facts.read();
    history.push(now);
    if (history.length > WINDOW_TICKS) history.shift();
    const snapshot = composeSnapshot(now, history[0] ?? now);
    this.viewers.show({
      everybody: JSON.stringify(snapshot),
      admins: JSON.stringify({ ...snapshot, recent: this.recent.list() }),
    });
  }
}
