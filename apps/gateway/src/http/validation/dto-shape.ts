import type { Type } from '@nestjs/common';
import { getMetadataStorage } from 'class-validator';
import { type Check, compileChecks } from './compile-checks.js';

/** What a DTO class declares: its fields with the constructor of their type (`Number`, `String`, `Boolean` …). */
export interface DtoShape {
  metatype: Type<unknown>;
  fields: ReadonlyMap<string, unknown>;
  /** Fields that may be null. */
  nullable: ReadonlySet<string>;
  /** True when the fields of this object keep all rules of the class; says nothing about fields that it does not know. */
  accepts: Check;
}

/** Metadata of a field that may be null. */
export const NULLABLE = 'field:nullable';

const shapes = new WeakMap<Type<unknown>, DtoShape | null>();

/** The shape of a class whose fields carry class-validator decorators; null for every other type. */
export function shapeOf(metatype: Type<unknown>): DtoShape | null {
  let shape = shapes.get(metatype);
  if (shape === undefined) {
    shape = readShape(metatype);
    shapes.set(metatype, shape);
  }
  return shape;
}

function readShape(metatype: Type<unknown>): DtoShape | null {
  const rules = getMetadataStorage().getTargetValidationMetadatas(metatype, '', false, false);
  if (rules.length === 0) return null;
  const names = new Set(rules.map(({ propertyName }) => propertyName));
  const typeOf = (name: string) => Reflect.getMetadata('design:type', metatype.prototype, name);
  return {
    metatype,
    fields: new Map([...names].map((name) => [name, typeOf(name)])),
    nullable: new Set([...names].filter((name) => Reflect.getMetadata(NULLABLE, metatype.prototype, name) === true)),
    accepts: compileChecks(rules),
  };
}
