// Real: MongoDB; where it is the stand-in, its own PostgreSQL counts the rows that were read.
import { createMongoDatabase, deliveryOf, dropMongoDatabase, saleEvent } from '@app/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { consumerOn } from '../../test/builders.js';
import { documentsRead } from '../../test/documents-read.js';

const HISTORY = 2_000;
const BATCH = 20;

describe('what analytics costs', () => {
  const uri = createMongoDatabase('analytics');
  const { close, consumer, salesEvents } = consumerOn(uri);
  const history = Array.from({ length: HISTORY }, () => deliveryOf(saleEvent()));

  beforeAll(async () => {
    for (let from = 0; from < HISTORY; from += 200) await consumer.record(history.slice(from, from + 200));
  }, 60_000);
  afterAll(async () => {
    await close();
    await dropMongoDatabase(uri);
  });

  it('does not grow with what it has stored: neither probes, nor new sales, nor a redelivery read old sales', async () => {
    const before = await documentsRead(uri);
    for (let probe = 0; probe < BATCH; probe++) expect(await salesEvents.unavailable()).toBeUndefined();
    await consumer.record(Array.from({ length: BATCH }, () => deliveryOf(saleEvent())));
    expect(await consumer.record(history.slice(0, BATCH))).toEqual(Array(BATCH).fill('ack'));
    // Twenty of each need some dozens; one scan alone would read all of the history.
    expect((await documentsRead(uri)) - before).toBeLessThan(HISTORY / 4);
  }, 60_000);
});
