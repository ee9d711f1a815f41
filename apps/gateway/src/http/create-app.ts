import type { IncomingMessage } from 'node:http';
import { createLogger, LOGGER, type Logger, NestLogger, Tracing } from '@app/observability';
import cors from '@fastify/cors';
import type { DynamicModule } from '@nestjs/common';
import { NestFactory, Reflector } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Registry } from 'prom-client';
import type { GatewayConfig } from '../gateway.config.js';
import { identifyCallers } from './auth/identify-callers.http.hook.js';
import { RolesGuard } from './auth/roles.guard.js';
import { TokenVerifier } from './auth/token-verifier.js';
import { closeConnectionsWhenDraining } from './drain.js';
import { answerMethods } from './errors/answer-methods.http.hook.js';
import { KnownPaths } from './errors/known-paths.js';
import { ProblemFilter } from './errors/problem.http.filter.js';
import { answerUnparsedRequests } from './errors/unparsed-request.http.js';
import { honourPrefix, prefixReader } from './proxy/forwarded-prefix.http.hook.js';
import { originForm } from './proxy/request-target.js';
import { type Trusts, trustedProxies } from './proxy/trusted-proxies.js';
import { limitRates, perSecondOf } from './rate-limit/limit-rates.http.hook.js';
import { checkHosts } from './security/check-hosts.http.hook.js';
import { corsOptions } from './security/cors-options.js';
import { secureAnswers } from './security/security-headers.http.hook.js';
import { SERVER_LIMITS } from './security/server-limits.js';
import { serveDocs } from './swagger.js';
import { measureRequests } from './trace/request-metrics.http.hook.js';
import { startTrace, traceRequests } from './trace/request-trace.http.hook.js';
import { acceptOnlyJson } from './validation/accept-only-json.http.js';
import { StrictValidationPipe } from './validation/strict-validation.pipe.js';

/**
 * The gateway's HTTP side around a module, not listening yet: what `main.ts` serves, what tests inject into and what the
 * OpenAPI document is made from.
 */
export async function createApp(module: DynamicModule, config: GatewayConfig): Promise<NestFastifyApplication> {
  const late: LateBound = { answerBadUrl: () => {} };
  const trusts = trustedProxies(config.TRUSTED_PROXIES);
  const adapter = new FastifyAdapter({
    ...SERVER_LIMITS,
    skipMiddie: true,
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) =>
      late.answerBadUrl(error, request, reply),
    rewriteUrl: ({ url }: IncomingMessage) => originForm(url),
    trustProxy: config.TRUSTED_PROXIES.length > 0 ? trusts : false,
  });
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    bodyParser: false,
    abortOnError: false,
    logger: new NestLogger(createLogger('gateway')),
  });
  await configureEdge(app, config, late, trusts);
  return app;
}

/** The router answers a URL that it cannot decode before any hook runs. */
interface LateBound {
  answerBadUrl(error: Error, request: FastifyRequest, reply: FastifyReply): void;
}

async function configureEdge(
  app: NestFastifyApplication,
  config: GatewayConfig,
  late: LateBound,
  trusts: Trusts,
): Promise<void> {
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  const tracing = app.get(Tracing);
  const knownPaths = new KnownPaths();
  const prefixOf = prefixReader(trusts);
  fastify.addHook('onRoute', (route) => knownPaths.add(route));
  answerUnparsedRequests(fastify.server, tracing);
  acceptOnlyJson(fastify);
  honourPrefix(fastify, prefixOf);

  // Hooks run in this order, before guards, pipes and controllers.
  traceRequests(fastify, tracing);
  measureRequests(fastify, app.get(Registry));
  closeConnectionsWhenDraining(fastify);
  await secureAnswers(fastify);
  checkHosts(fastify);
  if (config.CORS_ORIGINS.length > 0) await app.register(cors, corsOptions(config.CORS_ORIGINS));
  identifyCallers(fastify, new TokenVerifier(config));
  if (config.RATE_LIMIT === 'on') limitRates(fastify, perSecondOf(config));
  answerMethods(fastify, knownPaths);

  app.useGlobalGuards(new RolesGuard(app.get(Reflector), config.AUTH));
  app.useGlobalPipes(new StrictValidationPipe());
  const problems = new ProblemFilter(app.get<Logger>(LOGGER), knownPaths);
  app.useGlobalFilters(problems);
  serveDocs(app);
  late.answerBadUrl = (error, request, reply) => {
    startTrace(request, reply, tracing);
    request.prefix = prefixOf(request);
    problems.answer(error, request, reply);
  };
}
