// Real: MongoDB or its stand-in. The clock is ours: a monitor of the driver cannot be made to get stuck.
import { engines } from '@app/testing';
import { expect, it } from '@jest/globals';
import { AnalyticsDb } from './connect.mongo.js';

it('takes a new client when the monitor of the driver says nothing for half a minute, and not before', async () => {
  let now = 0;
  const analyticsDb = new AnalyticsDb(`${engines().mongodbUri}/connect_spec`, () => now);
  const first = await analyticsDb.db();
  await first.command({ ping: 1 });
  now += 30_000;
  expect((await analyticsDb.db()).client).toBe(first.client);
  now += 1;
  const second = await analyticsDb.db();
  expect(second.client).not.toBe(first.client);
  expect(await second.command({ ping: 1 })).toMatchObject({ ok: 1 });
  await expect(first.command({ ping: 1 })).rejects.toThrow();
  await analyticsDb.close();
});
