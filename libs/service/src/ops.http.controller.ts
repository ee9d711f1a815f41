import { Controller, Get, Header, HttpStatus, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Registry } from 'prom-client';
import { Readiness, type ReadinessReport } from './readiness.js';

/** Health and metrics of one service, for orchestrators and Prometheus. */
@ApiExcludeController()
@Controller()
export class OpsController {
  private readonly readiness: Readiness;
  private readonly registry: Registry;

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

  /** Prometheus text format 0.0.4. */
  @Get('metrics')
  @Header('content-type', Registry.PROMETHEUS_CONTENT_TYPE)
  metrics(): Promise<string> {
    return this.registry.metrics();
  }
}
