import { unwrap } from '@app/contracts';
import { Body, Controller, Param, Patch, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { strongTags } from '../browse/etag.http.js';
import { InventoryClient } from '../clients/inventory/inventory.grpc.client.js';
import { subjectOf } from '../http/auth/caller.js';
import { Roles } from '../http/auth/roles.decorator.js';
import { RefusalException } from '../http/errors/refusal.exception.js';
import { headerRefs } from '../http/openapi/headers.js';
import { InventoryProblems } from '../http/openapi/problems.decorator.js';
import { CatalogProductDto, catalogProductBody } from './catalog-product.dto.js';
import { IdParams } from './id.dto.js';
import { changeOf, UpdateProductDto } from './update-product.dto.js';

@ApiTags('catalog')
@Controller('products')
export class UpdateProductController {
  private readonly inventory: InventoryClient;

  constructor(inventory: InventoryClient) {
    this.inventory = inventory;
  }

  @Patch(':id')
  @Roles('admin')
  @ApiOperation({
    operationId: 'updateProduct',
    summary: 'Change a product, archive or restore it',
    description:
      'Only the fields that are given change. What was sold or reserved keeps its name and price. An archived product is not listed and not sold; what is reserved of it is still delivered.',
  })
  @ApiHeader({
    name: 'If-Match',
    required: true,
    description: 'ETag of the product as you have read it; `*` for whatever it is.',
    schema: { type: 'string', maxLength: 1_000, pattern: '^(\\*|"[!#-~]*")$' },
    example: '"1-1-4fzzzxjy"',
  })
  @ApiOkResponse({
    description: 'The product as it is now.',
    type: CatalogProductDto,
    headers: headerRefs('ETag', 'traceparent'),
  })
  @InventoryProblems('product-not-found', 'precondition-failed', 'precondition-required')
  async update(
    @Param() { id }: IdParams,
    @Body() body: UpdateProductDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CatalogProductDto> {
    const asked = { product_id: id, if_match: knownStates(request), changed_by: subjectOf(request) ?? '' };
    const change = { ...asked, ...changeOf(body) };
    const { value } = unwrap(await this.inventory.updateProduct(change, request.span.traceparent));
    reply.header('etag', `"${value.etag}"`);
    return catalogProductBody(value);
  }
}

/** The entity tags of If-Match, without which nothing is changed: two admins must not overwrite each other. */
function knownStates({ headers }: FastifyRequest): string[] {
  const ifMatch = headers['if-match'];
  if (ifMatch) return strongTags(ifMatch);
  const detail = 'Send the ETag of the product that you have read as If-Match.';
  throw new RefusalException({ code: 'precondition-required', detail });
}
