import { Controller, Get, Headers, HttpStatus, Res } from '@nestjs/common';
import { Registry, type RegistryContentType } from 'prom-client';
import { Readiness, type ReadinessReport } from './readiness.js';

const PROMETHEUS = Registry.PROMETHEUS_CONTENT_TYPE;
const OPENMETRICS = Registry.OPENMETRICS_CONTENT_TYPE;

/** Health and metrics of one service, for orchestrators and Prometheus. */
@Controller()
export class OpsController {
  private readonly readiness: Readiness;
  private readonly registry: Registry;
  private scraped: Promise<unknown> = Promise.resolve();

  constructor(readiness: Readiness, registry: Registry) {
    this.readiness = readiness;
    this.registry = registry;
  }

  /** The process runs and its event loop turns. */
  @Get('health/live')
  live() {
    return { status: 'live' };
  }

  /** 200 when every dependency is usable, else 503 with the reason of each check. */
  @Get('health/ready')
  async ready(@Res({ passthrough: true }) reply: { status(code: number): unknown }): Promise<ReadinessReport> {
    const report = await this.readiness.report();
    reply.status(report.status === 'ready' ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE);
    return report;
  }

  /** Prometheus text format 0.0.4; OpenMetrics, with trace ids as exemplars, for those who ask for it. */
  @Get('metrics')
  async metrics(
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: { header(name: string, value: string): unknown },
  ): Promise<string> {
    const format = accept?.includes('application/openmetrics-text') ? OPENMETRICS : PROMETHEUS;
    reply.header('content-type', format);
    const text = this.scraped.then(() => this.textIn(format));
    this.scraped = text.catch(() => undefined);
    return text;
  }

  /** The format belongs to the whole registry: one scrape after the other. */
  private async textIn(format: typeof OPENMETRICS | typeof PROMETHEUS): Promise<string> {
    (this.registry as Registry<RegistryContentType>).setContentType(format);
    // OpenMetrics takes `_total` off the names of the counters themselves: the other format would lack it from then on.
    const names = this.registry.getMetricsAsArray().map((metric) => ({ metric, name: metric.name }));
    try {
      return await this.registry.metrics();
    } finally {
      for (const { metric, name } of names) metric.name = name;
    }
  }
}
