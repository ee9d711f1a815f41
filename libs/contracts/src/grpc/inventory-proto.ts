import { protoFile } from './proto-files.js';

/** proto package of `protos/inventory.proto`. */
export const INVENTORY_PACKAGE = 'inventory';

/** Absolute path of `protos/inventory.proto`. */
export const INVENTORY_PROTO_PATH = protoFile('inventory.proto');
