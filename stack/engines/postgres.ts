import pg from 'pg';
import type { Folders } from '../folders.ts';
import type { Found } from '../processes/part.ts';
import { clusterPart, clusterUrl } from './postgres-cluster.ts';

/** A database per service, each with its own owner: no service can read another's. */
export const DATABASES = [
  { database: 'inventory_db', role: 'inventory', password: 'inventory' },
  { database: 'notifications_db', role: 'notifications', password: 'notifications' },
  { database: 'orders_db', role: 'orders', password: 'orders' },
] as const;

export function databaseUrl(port: number, database: (typeof DATABASES)[number]['database']): string {
  const { role, password } = DATABASES.find((one) => one.database === database) ?? DATABASES[0];
  return `postgres://${role}:${password}@127.0.0.1:${port}/${database}`;
}

export async function findPostgres(folders: Folders, port: number): Promise<Found> {
  const part = await clusterPart({ folders, name: 'postgres', port });
  return {
    ok: true,
    how: 'embedded PostgreSQL 18',
    parts: [{ ...part, onReady: () => ensureDatabases(clusterUrl(port)) }],
  };
}

async function ensureDatabases(adminUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  client.on('error', () => {});
  await client.connect();
  try {
    for (const { database, role, password } of DATABASES) {
      const roles = await client.query('select 1 from pg_roles where rolname = $1', [role]);
      if (roles.rowCount === 0) await client.query(`create role ${role} login`);
      await client.query(`alter role ${role} password '${password}'`);
      const databases = await client.query('select 1 from pg_database where datname = $1', [database]);
      if (databases.rowCount === 0) await client.query(`create database ${database} owner ${role}`);
      await client.query(`revoke connect, temporary on database ${database} from public`);
    }
  } finally {
    await client.end();
  }
}
