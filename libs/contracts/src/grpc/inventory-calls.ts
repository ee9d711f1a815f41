import type { CallsOf } from './calls-of.js';
import type {
  CatalogClient,
  InventoryServiceClient,
  SaleOutboxClient,
  StockReservationsClient,
} from './gen/inventory.js';

/** Every call of `protos/inventory.proto` by its name on the wire: request and reply. */
export type InventoryCalls = CallsOf<
  InventoryServiceClient & CatalogClient & SaleOutboxClient & StockReservationsClient
>;
