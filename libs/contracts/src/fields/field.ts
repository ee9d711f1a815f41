/** What every field says about itself; all of it appears in the OpenAPI document. */
interface Described {
  description?: string;
  example: unknown;
}

/** A whole number. Beyond int32 it is documented as int64. */
export interface IntegerField extends Described {
  type: 'integer';
  minimum: number;
  maximum: number;
  /** A number between them that is refused. */
  except?: number;
}

/** Well-formed Unicode. Lengths count characters (code points), as PostgreSQL does. */
export interface TextField extends Described {
  type: 'string';
  minLength?: number;
  maxLength?: number;
  pattern?: RegExp;
  /** The message for a text that breaks the pattern, without its subject: "must be …". */
  rule?: string;
  /** JSON Schema format, for documentation only. */
  format?: string;
}

/** One of several texts. */
export interface ChoiceField extends Described {
  type: 'choice';
  values: readonly string[];
}

/** true or false. */
export interface FlagField extends Described {
  type: 'boolean';
}

/** RFC 3339 with an offset. */
export interface TimeField extends Described {
  type: 'time';
}

/** The bounds of one field: the source of the edge's validation, the gRPC server's checks and the OpenAPI document. */
export type Field = IntegerField | TextField | ChoiceField | FlagField | TimeField;
