import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

/** As much of a JSON Schema as requests are made from. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  pattern?: string;
  format?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  items?: Schema;
  minItems?: number;
  properties?: Record<string, Schema>;
  required?: string[];
}

export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required?: boolean;
  schema: Schema;
}

/** One operation, with everything that it refers to in place. */
export interface Operation {
  id: string;
  method: string;
  path: string;
  isAdmin: boolean;
  parameters: Parameter[];
  body?: Schema;
  /** Media types that each status may have; none for answers without a body. */
  statuses: Map<number, string[]>;
}

type Json = Record<string, never>;

/** The OpenAPI document of a running gateway, as far as requests and answers are judged by it. */
export class ApiDocument {
  readonly operations: Operation[];
  private readonly validators = new Map<string, ValidateFunction>();
  private readonly ajv = new Ajv2020({ strict: false, allErrors: true, validateSchema: false });

  private readonly json: Json;

  constructor(json: Json) {
    this.json = json;
    addFormats.default(this.ajv);
    this.ajv.addSchema(json, 'api');
    this.operations = Object.entries(this.at<Record<string, Json>>('paths')).flatMap(([path, item]) =>
      Object.keys(item).map((method) => this.operation(path, method)),
    );
  }

  static async of(baseUrl: string): Promise<ApiDocument> {
    return new ApiDocument((await (await fetch(`${baseUrl}/api/openapi.json`)).json()) as Json);
  }

  /** What is wrong with a body, judged by the schema of its operation, status and media type; undefined when it fits. */
  misfit(operation: Operation, status: number, mediaType: string, body: unknown): string | undefined {
    const { method, path } = operation;
    const place = ['paths', path, method, 'responses', String(status)];
    const response = this.at<{ $ref?: string }>(...place);
    const base = response.$ref ? response.$ref.slice(2).split('/') : place;
    return this.misfitAt([...base, 'content', mediaType, 'schema'], body);
  }

  /** The same for an answer that belongs to no operation: it must be a problem. */
  misfitOfProblem(body: unknown): string | undefined {
    return this.misfitAt(['components', 'schemas', 'Problem'], body);
  }

  /** A schema, or what it refers to. */
  resolve<T extends { $ref?: string }>(node: T): T {
    return node.$ref ? this.resolve(this.at<T>(...node.$ref.slice(2).split('/'))) : node;
  }

  private misfitAt(place: string[], body: unknown): string | undefined {
    const pointer = place.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/');
    let validate = this.validators.get(pointer);
    if (!validate) {
      validate = this.ajv.compile({ $ref: `api#/${pointer}` });
      this.validators.set(pointer, validate);
    }
    return validate(body) ? undefined : this.ajv.errorsText(validate.errors);
  }

  private operation(path: string, method: string): Operation {
    const raw = this.at<RawOperation>('paths', path, method);
    const body = raw.requestBody?.content['application/json']?.schema;
    const statuses = Object.entries(raw.responses).map(([status, response]) => {
      const { content = {} } = this.resolve(response);
      return [Number(status), Object.keys(content)] as const;
    });
    return {
      id: raw.operationId,
      method,
      path,
      isAdmin: raw.security.length === 1 && 'bearer' in (raw.security[0] ?? {}),
      parameters: raw.parameters.map((parameter) => this.resolve(parameter)),
      ...(body ? { body: this.resolve(body) } : {}),
      statuses: new Map(statuses),
    };
  }

  private at<T>(...place: string[]): T {
    return place.reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], this.json) as T;
  }
}

interface RawOperation {
  operationId: string;
  security: object[];
  parameters: (Parameter & { $ref?: string })[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses: Record<string, { $ref?: string; content?: Record<string, unknown> }>;
}
