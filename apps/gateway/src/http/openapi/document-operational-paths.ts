import type { OpenAPIObject } from '@nestjs/swagger';
import { headerRefs } from './headers.js';
import type { Operation } from './operations.js';

type Schema = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string];

const checks = {
  type: 'object',
  description: 'The outcome of each check, by name.',
  additionalProperties: {
    type: 'object',
    required: ['ok'],
    properties: { ok: { type: 'boolean' }, reason: { type: 'string' }, detail: { type: 'string' } },
  },
};
const readiness = (status: string) => ({
  type: 'object',
  required: ['status', 'checks'],
  properties: { status: { type: 'string', enum: [status] }, checks },
});

function answer(description: string, type: string, schema: Schema, example: unknown) {
  return { description, headers: headerRefs('traceparent'), content: { [type]: { schema, example } } };
}

function operation(operationId: string, summary: string, description: string, responses: Operation['responses']) {
  return { get: { operationId, tags: ['operations'], summary, description, security: [], parameters: [], responses } };
}

/** Health and metrics, which every service answers alike (libs/observability); here as the gateway answers them. */
export const operationalPaths = (): OpenAPIObject['paths'] => ({
  '/health/live': operation('getLiveness', 'Is the process alive', 'The process runs and its event loop turns.', {
    200: answer(
      'It is.',
      'application/json',
      { type: 'object', required: ['status'], properties: { status: { type: 'string', enum: ['live'] } } },
      { status: 'live' },
    ),
  }),
  '/health/ready': operation(
    'getReadiness',
    'Can it take work',
    'Ready when every dependency is usable; while shutting down it is not.',
    {
      200: answer('It can.', 'application/json', readiness('ready'), {
        status: 'ready',
        checks: { inventory: { ok: true } },
      }),
      503: answer('It cannot, and why.', 'application/json', readiness('not-ready'), {
        status: 'not-ready',
        checks: { inventory: { ok: false, reason: 'no answer within 1000 ms' } },
      }),
    },
  ),
  '/metrics': operation('getMetrics', 'Metrics for Prometheus', 'Prometheus text format 0.0.4.', {
    200: answer('The metrics.', 'text/plain; version=0.0.4', { type: 'string' }, '# HELP …'),
  }),
});
