import type { Logger } from '@app/observability';
import { type ArgumentsHost, Catch, type ExceptionFilter, NotFoundException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { toRefusal } from './failure-to-http.js';
import type { KnownPaths } from './known-paths.js';
import { instanceOf, pathOf } from './path-of.js';
import { problemHeaders, problemOf, type Refusal } from './problem.js';

/** The only place where an answer that is not a success is made, for controllers, guards, hooks, parsers and router alike. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger: Logger;
  private readonly knownPaths: KnownPaths;

  constructor(logger: Logger, knownPaths: KnownPaths) {
    this.logger = logger;
    this.knownPaths = knownPaths;
  }

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(thrown, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  answer(thrown: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const refusal = thrown instanceof NotFoundException ? this.unknownRoute(request) : toRefusal(thrown);
    const { traceId } = request.span;
    if (refusal.code === 'internal-error') this.logger.error({ err: thrown, trace_id: traceId }, 'unexpected failure');
    const problem = problemOf(refusal, { instance: instanceOf(request.url), traceId, prefix: request.prefix });
    if (reply.sent) return;
    void reply.code(problem.status).headers(problemHeaders(refusal)).send(JSON.stringify(problem));
  }

  private unknownRoute(request: FastifyRequest): Refusal {
    const path = pathOf(request.url);
    const methods = this.knownPaths.methodsOf(path);
    if (methods.length === 0) return { code: 'not-found', detail: `There is nothing at ${path}.` };
    const allow = methods.join(', ');
    return { code: 'method-not-allowed', detail: `${path} takes ${allow}.`, headers: { allow } };
  }
}
