// Real: PostgreSQL, RabbitMQ and the MongoDB of the test engines.
import { describe, expect, it } from '@jest/globals';
import { MongoClient } from 'mongodb';
import pg from 'pg';
import {
  createDatabase,
  createMongoDatabase,
  createVhost,
  dropDatabase,
  dropMongoDatabase,
  dropVhost,
  rabbitmqApi,
} from './index.js';

describe('each spec gets engines of its own making', () => {
  it('a PostgreSQL database that goes away again', async () => {
    const url = await createDatabase('testing');
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    const { rows } = await client.query('select current_database() as name');
    expect(new URL(url).pathname).toBe(`/${rows[0].name}`);
    await client.end();
    await dropDatabase(url);
    await expect(new pg.Client({ connectionString: url }).connect()).rejects.toThrow('does not exist');
  });

  it('a RabbitMQ vhost that goes away again', async () => {
    const url = await createVhost('testing');
    const name = new URL(url).pathname.slice(1);
    expect(await rabbitmqApi('GET', `/api/queues/${name}`)).toEqual([]);
    await dropVhost(url);
    await expect(rabbitmqApi('GET', `/api/vhosts/${name}`)).rejects.toThrow('404');
  });

  it('a MongoDB database that goes away again', async () => {
    const uri = createMongoDatabase('testing');
    const client = new MongoClient(uri);
    await client.db().collection('things').insertOne({ name: 'one' });
    expect(await client.db().collection('things').countDocuments()).toBe(1);
    await dropMongoDatabase(uri);
    expect(await client.db().collection('things').countDocuments()).toBe(0);
    await client.close();
  });
});
