import { expect, it } from '@jest/globals';
import type { Endpoints } from './endpoints.ts';
import { foldersOf } from './folders.ts';
import { summary } from './summary.ts';

it('links the collection of sales in the viewer', () => {
  const addresses = new Proxy({}, { get: () => 'http://127.0.0.1:1' }) as Endpoints;
  const endpoints = { ...addresses, gateway: 'http://127.0.0.1:3000', swagger: 'http://127.0.0.1:3000/api/docs' };
  const text = summary(
    {
      ...endpoints,
      rabbitmq: 'amqp://guest:guest@127.0.0.1:5672',
      rabbitmq_ui: 'http://127.0.0.1:15672',
      mongodb: 'mongodb://127.0.0.1:27017/analytics_db',
      mongo_ui: 'http://127.0.0.1:8081',
    },
    foldersOf('.stack'),
  );
  expect(text).toContain(
    'http://localhost:8081/servers/127.0.0.1%3A27017/databases/analytics_db/collections/sales_events/documents',
  );
});
