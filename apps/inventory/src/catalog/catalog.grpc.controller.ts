import {
  BAD_CURSOR,
  CATALOG_SERVICE_NAME,
  type CatalogController as CatalogMethods,
  type CatalogProduct,
  type CreateProductRequest,
  checkFields,
  decodeCursor,
  FailureError,
  FIELDS,
  type GetProductRequest,
  INVENTORY_SERVICE_NAME,
  invalid,
  type ListProductChangesRequest,
  type ListProductChangesResponse,
  type ListProductsRequest,
  type ListProductsResponse,
  optional,
  type Product,
  type UpdateProductRequest,
  unwrap,
} from '@app/contracts';
import { Controller, UseFilters } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import { InventoryFailureFilter } from '../grpc/inventory-failure.filter.js';
import { CatalogRepository } from './catalog.pg.repository.js';
import { checkProduct, parseChange } from './catalog-request.js';
import { ListingRepository } from './listing.pg.repository.js';
import { parsePage } from './listing-question.js';
import { toCatalogMessage } from './product.js';
import { changesQuestion, ProductChanges } from './product-changes.pg.query.js';

/** What there is to buy, and what admins change of it. */
@Controller()
@UseFilters(InventoryFailureFilter)
export class CatalogController implements CatalogMethods {
  private readonly listing: ListingRepository;
  private readonly catalog: CatalogRepository;
  private readonly changes: ProductChanges;

  constructor(listing: ListingRepository, catalog: CatalogRepository, changes: ProductChanges) {
    this.listing = listing;
    this.catalog = catalog;
    this.changes = changes;
  }

  @GrpcMethod(CATALOG_SERVICE_NAME, 'ListProducts')
  async listProducts(request: ListProductsRequest): Promise<ListProductsResponse> {
    return await this.listing.page(unwrap(parsePage(request)).page);
  }

  @GrpcMethod(CATALOG_SERVICE_NAME, 'GetProduct')
  async getProduct({ product_id }: GetProductRequest): Promise<CatalogProduct> {
    unwrap(checkFields({ product_id }, { product_id: FIELDS.product_id }));
    const product = await this.catalog.product(product_id);
    if (!product) throw notFound(product_id);
    return toCatalogMessage(product);
  }

  @GrpcMethod(CATALOG_SERVICE_NAME, 'CreateProduct')
  async createProduct(request: CreateProductRequest): Promise<Product> {
    unwrap(checkProduct(request));
    const product = await this.catalog.create(request);
    if (product) return product;
    const message = `There is a product ${request.id} already`;
    throw new FailureError({ ok: false, failure: 'product-exists', message });
  }

  @GrpcMethod(CATALOG_SERVICE_NAME, 'UpdateProduct')
  async updateProduct(request: UpdateProductRequest): Promise<CatalogProduct> {
    const { change } = unwrap(parseChange(request));
    return toCatalogMessage(unwrap(await this.catalog.change(change, request.changed_by)).product);
  }

  @GrpcMethod(CATALOG_SERVICE_NAME, 'ListProductChanges')
  async listProductChanges(request: ListProductChangesRequest): Promise<ListProductChangesResponse> {
    const { product_id, cursor } = request;
    const limit = request.limit || FIELDS.limit.maximum;
    const bounds = { product_id: FIELDS.product_id, limit: FIELDS.limit, cursor: optional(FIELDS.cursor) };
    unwrap(checkFields({ product_id, limit, cursor }, bounds));
    if (!(await this.catalog.product(product_id))) throw notFound(product_id);
    const after = cursor === undefined ? [] : decodeCursor(changesQuestion(product_id), cursor, ['integer']);
    if (!after) throw new FailureError(invalid([BAD_CURSOR]));
    return await this.changes.page(product_id, after[0], limit);
  }

  /** Where gateways of the version before look for it. */
  @GrpcMethod(INVENTORY_SERVICE_NAME, 'ListProducts')
  async listProductsOfInventoryService(request: ListProductsRequest): Promise<ListProductsResponse> {
    return await this.listProducts(request);
  }

  /** Where gateways of the version before look for it. */
  @GrpcMethod(INVENTORY_SERVICE_NAME, 'CreateProduct')
  async createProductOfInventoryService(request: CreateProductRequest): Promise<Product> {
    return await this.createProduct(request);
  }
}

const notFound = (id: number) =>
  new FailureError({ ok: false, failure: 'product-not-found', message: `There is no product ${id}` });
