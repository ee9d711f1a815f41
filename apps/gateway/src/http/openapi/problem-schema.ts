import type { ProblemCode } from '../errors/problems.js';
import { PROBLEMS, problemType } from '../errors/problems.js';

const codes = Object.keys(PROBLEMS) as ProblemCode[];
const statuses = [...new Set(codes.map((code) => PROBLEMS[code].http))].sort();

/** Problem details (RFC 9457) of this gateway. */
export const PROBLEM_SCHEMA = {
  type: 'object',
  description: 'Problem details (RFC 9457): every answer that is not a success.',
  required: ['type', 'title', 'status', 'detail', 'trace_id'],
  properties: {
    type: {
      type: 'string',
      format: 'uri-reference',
      enum: codes.map(problemType).sort(),
      description: 'What kind of problem; its last part is a stable code. docs/problems.md says what to do about each.',
    },
    title: { type: 'string', description: 'The kind of problem in words.' },
    status: { type: 'integer', enum: statuses, description: 'The HTTP status.' },
    detail: { type: 'string', description: 'What went wrong with this request, for people.' },
    instance: { type: 'string', format: 'uri-reference', description: 'Path of the request.' },
    trace_id: { type: 'string', pattern: '^[0-9a-f]{32}$', description: 'The trace of this request in all logs.' },
    errors: {
      type: 'array',
      minItems: 1,
      description: 'Each bad field.',
      items: {
        type: 'object',
        required: ['pointer', 'detail'],
        properties: {
          pointer: {
            type: 'string',
            format: 'json-pointer',
            description: 'JSON pointer to the field, or to the path or query parameter of that name.',
          },
          detail: { type: 'string', description: 'What is wrong with it.' },
          available: { type: 'integer', minimum: 0, description: 'Where there is less than was asked for.' },
        },
        additionalProperties: false,
      },
    },
    available: { type: 'integer', minimum: 0, description: 'With insufficient-stock: units that are left.' },
    total_cents: {
      type: 'integer',
      format: 'int64',
      minimum: 0,
      description: 'With price-changed: the total as it is now.',
    },
    state: { type: 'string', description: 'Where the order stands, when the refusal depends on it.' },
  },
  additionalProperties: false,
};
