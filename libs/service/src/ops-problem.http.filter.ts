import { STATUS_CODES } from 'node:http';
import type { Logger } from '@app/observability';
import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, HttpStatus } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * Errors of a service's own HTTP port as problem details (RFC 9457). Their `type` is `about:blank`: the status says what is
 * wrong, `detail` what to do. The edge has codes of its own, see docs/problems.md.
 */
@Catch()
export class OpsProblemFilter implements ExceptionFilter {
  private readonly logger: Logger;

  constructor(logger: Logger) {
    this.logger = logger;
  }

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const { url } = http.getRequest<FastifyRequest>();
    const expected = thrown instanceof HttpException;
    if (!expected) this.logger.error({ err: thrown }, 'unexpected failure');
    const status = expected ? thrown.getStatus() : HttpStatus.INTERNAL_SERVER_ERROR;
    const problem = {
      type: 'about:blank',
      title: STATUS_CODES[status],
      status,
      detail: expected ? thrown.message : 'Something unexpected happened; the log says what.',
      instance: url.split('?')[0],
    };
    void http.getResponse<FastifyReply>().code(status).headers(headersOf(status)).send(JSON.stringify(problem));
  }
}

const headersOf = (status: number): Record<string, string> => ({
  'content-type': 'application/problem+json; charset=utf-8',
  'cache-control': 'no-store',
  ...(status === HttpStatus.SERVICE_UNAVAILABLE && { 'retry-after': '1' }),
});
