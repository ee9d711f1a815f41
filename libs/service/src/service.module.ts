import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createLogger, LOGGER, Tracing, type TracingOptions } from '@app/observability';
import { type DynamicModule, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { collectDefaultMetrics, Gauge, Registry, type RegistryContentType } from 'prom-client';
import { OpsController } from './ops.http.controller.js';
import { Readiness } from './readiness.js';
import { TracesController } from './traces.grpc.controller.js';

/**
 * Logger, tracing, metrics registry and readiness of one service, and the endpoints `/health/live`, `/health/ready`, `/metrics`.
 * Injectable everywhere: `@Inject(LOGGER)`, `Tracing`, `Readiness`, and prom-client's `Registry`.
 */
@Module({})
export class ServiceModule implements OnApplicationShutdown {
  private readonly tracing: Tracing;

  constructor(@Inject(Tracing) tracing: Tracing) {
    this.tracing = tracing;
  }

  /**
   * @param service the service's name, one of gateway, inventory, orders, analytics, notifications
   * @param traces what becomes of its spans: the service's configuration
   * @param log how its lines are written, see `createLogger`
   */
  static forRoot(service: string, traces?: TracingOptions, log?: { sync: boolean }): DynamicModule {
    return {
      module: ServiceModule,
      global: true,
      controllers: [OpsController, TracesController],
      providers: [
        { provide: LOGGER, useFactory: () => createLogger(service, log) },
        { provide: Tracing, useFactory: () => new Tracing(service, traces) },
        { provide: Registry, useFactory: () => serviceRegistry(service) },
        Readiness,
      ],
      exports: [LOGGER, Tracing, Registry, Readiness],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.tracing.close();
  }
}

function serviceRegistry(service: string): Registry {
  // Exemplars can be registered in an OpenMetrics registry only; a scrape asks for the format that it understands.
  const registry = new Registry();
  (registry as Registry<RegistryContentType>).setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
  registry.setDefaultLabels({ service });
  // A sample each 10 ms, the default, costs an idle process 0.4 % of a core; the delay includes the 100 ms between two samples.
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: 100 });
  showBuild(registry);
  return registry;
}

const VERSION = packageVersion();

/** Of the package.json above this file: the same in a clone, in dist/ and in an image. */
function packageVersion(folder = import.meta.dirname): string {
  const file = join(folder, 'package.json');
  if (existsSync(file)) return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
  const parent = dirname(folder);
  return parent === folder ? 'unknown' : packageVersion(parent);
}

/** Which version answers: `build_info{version,revision} 1`. An image sets BUILD_REVISION; elsewhere it is unknown. */
function showBuild(registry: Registry): void {
  const gauge = new Gauge({
    name: 'build_info',
    help: 'Version and revision of the program, always 1.',
    labelNames: ['version', 'revision'],
    registers: [registry],
  });
  gauge.set({ version: VERSION, revision: process.env.BUILD_REVISION ?? 'unknown' }, 1);
}
