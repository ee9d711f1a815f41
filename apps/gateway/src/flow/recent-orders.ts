import { Injectable } from '@nestjs/common';
import type { FlowOrder } from './flow-snapshot.js';

const KEPT = 12;

/** The orders that this gateway answered last, newest first. */
@Injectable()
export class RecentOrders {
  private readonly kept: FlowOrder[] = [];

  add(order: FlowOrder): void {
    this.kept.unshift(order);
    if (this.kept.length > KEPT) this.kept.pop();
  }

  list(): FlowOrder[] {
    return [...this.kept];
  }
}
