import type { Observable } from 'rxjs';
import type { InventoryServiceClient, SaleOutboxClient, StockReservationsClient } from './gen/inventory.js';

type Generated = InventoryServiceClient & SaleOutboxClient & StockReservationsClient;

/** Every call of `protos/inventory.proto` by its name on the wire: request and reply. */
export type InventoryCalls = {
  [Call in keyof Generated as Capitalize<Call>]: [
    Parameters<Generated[Call]>[0],
    ReturnType<Generated[Call]> extends Observable<infer Reply> ? Reply : never,
  ];
};
