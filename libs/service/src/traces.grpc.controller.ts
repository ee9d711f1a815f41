import {
  type GetTraceRequest,
  type GetTraceResponse,
  TRACES_SERVICE_NAME,
  type TracesController as TracesService,
} from '@app/contracts';
import { Tracing } from '@app/observability';
import { Controller } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';

/** What this process did in one trace. Served by each service of `protos/story.proto`. */
@Controller()
export class TracesController implements TracesService {
  private readonly tracing: Tracing;

  constructor(tracing: Tracing) {
    this.tracing = tracing;
  }

  @GrpcMethod(TRACES_SERVICE_NAME, 'GetTrace')
  getTrace({ trace_id }: GetTraceRequest): GetTraceResponse {
    return { spans: this.tracing.spansOf(trace_id) };
  }
}
