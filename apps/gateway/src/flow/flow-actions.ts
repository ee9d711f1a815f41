import { connect } from 'node:net';
import type { Failure } from '@app/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { InventoryClient } from '../clients/inventory/inventory.grpc.client.js';
import { GATEWAY_CONFIG, type GatewayConfig } from '../gateway.config.js';

const ACTIONS = ['prepare-rush', 'stop-broker', 'start-broker'] as const;
export type FlowAction = (typeof ACTIONS)[number];

export const isFlowAction = (name: string): name is FlowAction => (ACTIONS as readonly string[]).includes(name);

type Done = { ok: true; value: object } | Failure;

const RUSH_STOCK = 100;
const STACK_MS = 60_000;

/** Demonstrations for a newcomer. Which there are depends on how the gateway was started: none in production. */
@Injectable()
export class FlowActions {
  private readonly inventory: InventoryClient;
  readonly available: readonly FlowAction[];
  private readonly socket: string | undefined;

  constructor(inventory: InventoryClient, @Inject(GATEWAY_CONFIG) { NODE_ENV, STACK_CONTROL }: GatewayConfig) {
    this.inventory = inventory;
    const development = NODE_ENV === 'development';
    this.socket = development ? STACK_CONTROL : undefined;
    this.available = development ? ACTIONS.filter((name) => name === 'prepare-rush' || this.socket !== undefined) : [];
  }

  run(action: FlowAction, traceparent: string): Promise<Done> {
    if (action === 'prepare-rush') return this.prepareRush(traceparent);
    return this.order(action === 'stop-broker' ? 'stop' : 'start');
  }

  /** A product of which the page will try to sell five times as many as there are. */
  private async prepareRush(traceparent: string): Promise<Done> {
    const name = `Flash sale ${new Date().toISOString().slice(11, 19)}`;
    const product = { name, price_cents: 999, currency: 'USD', stock: RUSH_STOCK };
    const created = await this.inventory.createProduct(product, traceparent);
    return created.ok ? { ok: true, value: { product_id: created.value.id, stock: RUSH_STOCK } } : created;
  }

  /** The stack that started this gateway listens on a socket that only its own user can open: one line of JSON each way. */
  private order(order: 'stop' | 'start'): Promise<Done> {
    const away: Failure = {
      ok: false,
      failure: 'upstream-error',
      message: 'The stack that started this shop does not answer.',
    };
    return new Promise((resolve) => {
      const connection = connect(this.socket ?? '');
      let text = '';
      connection.setTimeout(STACK_MS, () => connection.destroy());
      connection.once('connect', () => connection.write(`${JSON.stringify({ order, name: 'rabbitmq' })}\n`));
      connection.on('data', (chunk) => {
        text += chunk;
      });
      connection.on('error', () => resolve(away));
      connection.once('close', () => resolve(text ? { ok: true, value: JSON.parse(text) } : away));
    });
  }
}
