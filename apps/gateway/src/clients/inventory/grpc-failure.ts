import { PeerFailures } from '@app/grpc';

export const INVENTORY_FAILURES = new PeerFailures('Inventory', 'inventory-unavailable');

export const { unavailable: UNAVAILABLE, overloaded: OVERLOADED, upstream: UPSTREAM } = INVENTORY_FAILURES;
