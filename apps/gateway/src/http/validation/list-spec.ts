import type { Type } from '@nestjs/common';

/** A field that is a list of objects. */
export interface ListSpec {
  /** The class of an item; a function, because classes may be declared later. */
  item: () => Type<unknown>;
  minItems: number;
  maxItems: number;
  /** The field that no two items may share. */
  once: string;
}

const LIST = Symbol('list');

export const declareList = (target: object, field: string, spec: ListSpec): void =>
  Reflect.defineMetadata(LIST, spec, target, field);

/** The list that a field of a class is declared as. */
export const listOf = (prototype: object, field: string): ListSpec | undefined =>
  Reflect.getMetadata(LIST, prototype, field) as ListSpec | undefined;
