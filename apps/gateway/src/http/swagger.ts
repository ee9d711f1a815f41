import { OpsController } from '@app/service';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ApiExcludeController, DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { pathOf } from './errors/path-of.js';
import { completeDocument } from './openapi/complete-document.js';

const DOCS = 'api/docs';

const DESCRIPTION = `Sells stock, once per order, permanently. Every answer that is not a success is problem details
(RFC 9457) whose \`type\` ends in a stable code; every answer carries a \`traceparent\`.

**Repeat without fear:** a sale is known by its \`order_id\`. When an answer was lost, or was 503 or 504, send the same
request again: it is sold once, and the answer is the same (200 with \`Idempotent-Replayed: true\`).

**Amounts** are whole minor units (cents) with an ISO 4217 currency. **Times** are UTC, RFC 3339.`;

const TAGS: [string, string][] = [
  ['sales', 'Buy, and read what was bought.'],
  ['orders', 'Buy a basket: reserved, paid and sold as one, or not at all.'],
  ['payments', 'The payment service reports the state of payments.'],
  ['catalog', 'Products, their names and prices. Changing them needs a token with the role admin.'],
  ['stock', 'What is in stock. Changing it needs a token with the role admin.'],
  [
    'dead letters',
    'Events that a worker could not handle, and giving them back: a token with the role admin is needed.',
  ],
  ['figures', 'What was sold, by time and by product. A token with the role admin is needed.'],
  ['operations', 'Health and metrics for orchestrators and Prometheus, and the story of one order for an admin.'],
];

// Its paths are documented by completeDocument. The controller is every service's, and the others do without Swagger.
ApiExcludeController()(OpsController);

/** The OpenAPI document of the running application, complete. */
export function openApiDocument(app: NestFastifyApplication): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Storefront')
    .setDescription(DESCRIPTION)
    .setVersion('1.0.0')
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addServer('/', 'This gateway')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: BEARER }, 'bearer');
  for (const [name, description] of TAGS) builder.addTag(name, description);
  return completeDocument(SwaggerModule.createDocument(app, builder.build()));
}

const BEARER = 'In development `npm run -s token -- --role admin` prints a token that works here.';

/** Swagger UI at /api/docs, to which /api leads, and the document as JSON and YAML. It is made when it is first asked for. */
export function serveDocs(app: NestFastifyApplication): void {
  SwaggerModule.setup(DOCS, app, () => openApiDocument(app), {
    jsonDocumentUrl: 'api/openapi.json',
    yamlDocumentUrl: 'api/openapi.yaml',
    customSiteTitle: 'Storefront API',
    swaggerOptions: { persistAuthorization: true, displayRequestDuration: true },
    patchDocumentOnRequest: (request, _reply, document) =>
      documentFor(request as FastifyRequest, document as OpenAPIObject),
  });
  redirectToPage(app.getHttpAdapter().getInstance());
}

/**
 * The calls of the page are relative to the page, which works below any path. The documents are read by tools that take
 * the server as it stands.
 */
function documentFor({ url, prefix }: FastifyRequest, document: OpenAPIObject): OpenAPIObject {
  const inPage = url.includes('swagger-ui-init.js');
  return { ...document, servers: [{ url: prefix || (inPage ? '..' : '/'), description: 'This gateway' }] };
}

/** One address for the page, so that what is relative to it is right; said relatively, to be right below a prefix too. */
function redirectToPage(fastify: FastifyInstance): void {
  fastify.get('/api', (_request, reply) => reply.redirect(`./${DOCS}`));
  fastify.addHook('onRequest', (request, reply, next) => {
    const path = pathOf(request.url);
    if (path === `/${DOCS}/` || path === `/${DOCS}/index.html`) reply.redirect('../docs');
    else next();
  });
}
