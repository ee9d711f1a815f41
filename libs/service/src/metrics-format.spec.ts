import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Counter, Histogram, Registry } from 'prom-client';
import { ServiceModule } from './service.module.js';
import { createOpsApp } from './start-worker.js';

@Module({})
class Empty {}

const OPENMETRICS = { accept: 'application/openmetrics-text; version=1.0.0' };

let app: NestFastifyApplication;
beforeAll(async () => {
  app = await createOpsApp({ module: Empty, imports: [ServiceModule.forRoot('spec')] });
  const registers = [app.get(Registry)];
  const seconds = new Histogram({ name: 'spec_seconds', help: 'x', enableExemplars: true, buckets: [1], registers });
  const exemplarLabels: object = { trace_id: 'a'.repeat(32) };
  new Counter({ name: 'spec_things_total', help: 'x', registers }).inc();
  seconds.observe({ value: 0.5, exemplarLabels });
  await app.init();
});
afterAll(() => app.close());

const scrape = (headers = {}) => app.inject({ method: 'GET', url: '/metrics', headers });

it('exemplars are for those who ask for OpenMetrics, also when both ask at once', async () => {
  const [plain, open, again] = await Promise.all([scrape(), scrape(OPENMETRICS), scrape()]);
  expect(open.headers['content-type']).toContain('application/openmetrics-text');
  expect(open.body).toMatch(/spec_seconds_bucket\{.*\} 1 # \{trace_id="a{32}"\} 0\.5 /);
  expect(open.body).toMatch(/# EOF\n$/);
  for (const { headers, body } of [plain, again]) {
    expect(headers['content-type']).toContain('text/plain; version=0.0.4');
    expect(body).not.toContain('trace_id');
  }
});

it('counters keep their names, whoever asked before', async () => {
  expect((await scrape(OPENMETRICS)).body).toMatch(/^spec_things_total\{.*\} 1$/m);
  expect((await scrape()).body).toMatch(/^spec_things_total\{.*\} 1$/m);
});
