import { FailureError } from '@app/contracts';
import { serviceFailures, toStatus } from '@app/grpc';
import { LOGGER, type Logger } from '@app/observability';
import { Catch, type ExceptionFilter, Inject } from '@nestjs/common';
import { type Observable, throwError } from 'rxjs';
import { isDatabaseAway } from '../../mongo/is-database-away.mongo.js';

const FAILURES = serviceFailures('The service of figures', 'analytics-unavailable');

/** Every failure of a call as a gRPC status, and nothing internal. */
@Catch()
export class FiguresFailureFilter implements ExceptionFilter {
  private readonly logger: Logger;

  constructor(@Inject(LOGGER) logger: Logger) {
    this.logger = logger;
  }

  catch(error: unknown): Observable<never> {
    return throwError(() => toStatus(error instanceof FailureError ? error.failure : this.classify(error)));
  }

  private classify(error: unknown) {
    if (isDatabaseAway(error)) return FAILURES.unavailable;
    this.logger.error({ err: error }, 'call failed');
    return FAILURES.bug;
  }
}
