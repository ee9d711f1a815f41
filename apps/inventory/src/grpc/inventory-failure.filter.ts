import { FailureFilter, serviceFailures } from '@app/grpc';
import { LOGGER, type Logger } from '@app/observability';
import { Catch, Inject } from '@nestjs/common';

const FAILURES = serviceFailures('The stock', 'inventory-unavailable');

/** Every failure of a call as a gRPC status. */
@Catch()
export class InventoryFailureFilter extends FailureFilter {
  constructor(@Inject(LOGGER) logger: Logger) {
    super(logger, FAILURES);
  }
}
