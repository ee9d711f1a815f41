import { INVENTORY_PROTO_PATH, type InventoryCalls } from '@app/contracts';
import { GrpcChannel } from '@app/grpc';

const SERVICES = ['inventory.InventoryService', 'inventory.SaleOutbox'];

/** The one connection to inventory. */
export class InventoryChannel extends GrpcChannel<InventoryCalls> {
  constructor(addresses: readonly string[]) {
    super({ proto: INVENTORY_PROTO_PATH, services: SERVICES }, addresses);
  }
}
