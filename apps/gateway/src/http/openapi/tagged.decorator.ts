import { applyDecorators, type Type } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiResponse } from '@nestjs/swagger';
import { headerRefs } from './headers.js';

const headers = headerRefs('ETag', 'Cache-Control', 'traceparent');

/** Documents an answer with an entity tag, which is 304 when the client holds it already. */
export const ApiTagged = (description: string, type: Type) =>
  applyDecorators(
    ApiHeader({
      name: 'If-None-Match',
      required: false,
      // No example: Swagger UI would send it with every call.
      description: 'ETag of what you hold, for example `"1-100"`.',
      schema: { type: 'string', maxLength: 1_000 },
    }),
    ApiOkResponse({ description, type, headers }),
    ApiResponse({ status: 304, description: 'You hold it already.', headers }),
  );
