import pg from 'pg';
import { metricOf } from '../../libs/testing/src/metric.ts';
import { Shop } from '../support/shop.ts';

/** The shop under measurement, and what the bench does with its engines. */
export class BenchShop extends Shop {
  async createProducts(count: number): Promise<number[]> {
    const { rows } = await this.inventory.query<{ id: number }>(
      `INSERT INTO products (name, price_cents, currency, stock, initial_stock)
       SELECT 'Bench Product', 149900, 'USD', 2000000000, 2000000000 FROM generate_series(1, $1) RETURNING id`,
      [count],
    );
    return rows.map((row) => row.id);
  }

  /** A database on the shop's PostgreSQL, for a reference. @returns its URL */
  async createDatabase(name: string): Promise<string> {
    const url = new URL(this.endpoints.postgres);
    await this.asSuperuser(`DROP DATABASE IF EXISTS ${name}`);
    await this.asSuperuser(`CREATE DATABASE ${name} OWNER ${url.username}`);
    url.pathname = `/${name}`;
    return url.href;
  }

  /** A virtual host on the shop's broker, for a reference. @returns its URL */
  async createVhost(name: string): Promise<string> {
    await this.broker('PUT', `/vhosts/${name}`);
    const url = new URL(this.endpoints.rabbitmq);
    url.pathname = `/${name}`;
    return url.href;
  }

  private async asSuperuser(statement: string): Promise<void> {
    const url = new URL(this.endpoints.postgres);
    Object.assign(url, { username: 'postgres', password: 'postgres', pathname: '/postgres' });
    const client = new pg.Client({ connectionString: url.href });
    await client.connect();
    await client.query(statement).finally(() => client.end());
  }

  /** One number that a service counts, from its /metrics. */
  metric(service: string, name: string): Promise<number> {
    const { ops_port, port } = this.process(service);
    return metricOf(`http://127.0.0.1:${ops_port ?? port}`, name);
  }

  async dropDocuments(): Promise<void> {
    await this.analytics.collection('sales_events').drop();
  }

  async purge(queue: string): Promise<void> {
    await this.broker('DELETE', `/queues/%2F/${encodeURIComponent(queue)}/contents`);
  }
}
