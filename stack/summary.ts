import { existsSync } from 'node:fs';
import type { Endpoints } from './endpoints.ts';
import { outsideHome } from './engines/os-user.ts';
import type { Folders } from './folders.ts';
import { withOneHost } from './hosts.ts';

/** The table at the end of `npm start`: where everything is, how to sell something, how to stop. */
export function summary(endpoints: Endpoints, folders: Folders): string {
  const { gateway, swagger, rabbitmq_ui, mongo_ui, logs } = endpoints;
  const outside = outsideHome(folders);
  const rows = [
    ['Swagger', forPeople(swagger)],
    ['Gateway', forPeople(gateway)],
    ['RabbitMQ UI', `${forPeople(new URL(rabbitmq_ui).origin)}   ${loginOf(endpoints.rabbitmq)}`],
    ['Mongo viewer', `${forPeople(salesIn(mongo_ui, endpoints.mongodb))}   read only`],
    ['PostgreSQL', endpoints.postgres],
    ['', endpoints.notifications_postgres],
    ['', endpoints.orders_postgres],
    ['MongoDB', endpoints.mongodb],
    ['Logs', logs],
    ['Data', existsSync(outside) ? `${folders.data} and ${outside}` : folders.data],
    ['Sell one', saleCommand(gateway)],
    ['See', 'npm run stack -- status | logs <name> -f | help'],
    ['Stop', 'Ctrl-C here, or npm run stack -- down'],
  ];
  return rows.map(([what, where]) => `  ${(what ?? '').padEnd(13)} ${where}`).join('\n');
}

/** The viewer's page of the collection; the viewer names a server by its address. */
function salesIn(viewer: string, mongodb: string): string {
  const { host, pathname } = new URL(withOneHost(mongodb));
  return `${viewer}/servers/${encodeURIComponent(host)}/databases${pathname}/collections/sales_events/documents`;
}

function forPeople(url: string): string {
  return url.replace('127.0.0.1', 'localhost');
}

function loginOf(amqpUrl: string): string {
  const { username, password } = new URL(amqpUrl);
  return `login ${decodeURIComponent(username) || 'guest'} / ${decodeURIComponent(password) || 'guest'}`;
}

function saleCommand(gateway: string): string {
  const body = JSON.stringify({ product_id: 1, quantity: 2, order_id: 'ORD-2024-001' });
  return `curl -i ${forPeople(gateway)}/inventory/decrease -H 'content-type: application/json' -d '${body}'`;
}
