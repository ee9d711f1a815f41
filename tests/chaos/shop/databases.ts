import { clusterUrl } from '../../../stack/engines/postgres-cluster.ts';
import type { ChaosShop } from './shop.ts';

/** PostgreSQL without anything in between, as its superuser. */
export const adminUrl = ({ engines }: ChaosShop, database = 'postgres') =>
  clusterUrl(engines.addresses.ports.postgres, database);
