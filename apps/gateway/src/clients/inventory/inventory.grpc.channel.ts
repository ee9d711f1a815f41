import { INVENTORY_PROTO_PATH, type InventoryCalls } from '@app/contracts';
import { GrpcChannel } from '@app/grpc';

const CATALOG = 'inventory.Catalog';
const SERVICES = ['inventory.InventoryService', CATALOG, 'inventory.SaleOutbox'];

/** A second CreateProduct would make a second product, a second UpdateProduct would be refused as stale. */
const ONCE = [
  { service: CATALOG, method: 'CreateProduct' },
  { service: CATALOG, method: 'UpdateProduct' },
];

/** The one connection to inventory. */
export class InventoryChannel extends GrpcChannel<InventoryCalls> {
  constructor(addresses: readonly string[]) {
    super({ proto: INVENTORY_PROTO_PATH, services: SERVICES, once: ONCE }, addresses);
  }
}
