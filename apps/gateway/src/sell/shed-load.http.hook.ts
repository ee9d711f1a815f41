import { FailureError } from '@app/contracts';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { OVERLOADED } from '../clients/inventory/grpc-failure.js';
import { InventoryClient } from '../clients/inventory/inventory.grpc.client.js';

const SELL = '/inventory/decrease';
/** One for all: it says nothing about the request, and taking a stack each time was 2 % of an overloaded gateway. */
const REFUSED = new FailureError(OVERLOADED);

/** Refuses an order that would be refused anyway before its body is read: under too much load, saying no must be cheap. */
@Injectable()
export class ShedLoad implements OnModuleInit {
  private readonly host: HttpAdapterHost;
  private readonly inventory: InventoryClient;

  constructor(host: HttpAdapterHost, inventory: InventoryClient) {
    this.host = host;
    this.inventory = inventory;
  }

  onModuleInit(): void {
    const fastify: FastifyInstance | undefined = this.host.httpAdapter?.getInstance();
    fastify?.addHook('onRequest', (request, _reply, next) => {
      if (request.routeOptions.url === SELL && this.inventory.sales.state === 'overloaded') next(REFUSED);
      else next();
    });
  }
}
