import { complaintAbout, type Field, schemaOf } from '@app/contracts';
import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { ValidateBy, ValidateIf, type ValidationArguments } from 'class-validator';
import { NULLABLE } from './dto-shape.js';
import { declareList, type ListSpec } from './list-spec.js';
import { problemsInList } from './problems-in.js';

/** What a DTO may say differently from the table of fields. */
interface FieldOptions {
  optional?: boolean;
  nullable?: boolean;
  description?: string;
  example?: unknown;
  default?: unknown;
  /** Documented values, of a field whose type is looser. */
  enum?: readonly unknown[];
}

/** A field of a request: validated and documented from its bounds in `FIELDS`. */
export function RequestField(field: Field, options: FieldOptions = {}): PropertyDecorator {
  const { optional = false, nullable = false } = options;
  return applyDecorators(
    AnswerField(field, options),
    ...(nullable ? [Reflect.metadata(NULLABLE, true)] : []),
    ...(optional || nullable
      ? [ValidateIf((_, value) => !((optional && value === undefined) || (nullable && value === null)))]
      : []),
    ValidateBy({
      name: 'field',
      validator: {
        validate: (value: unknown) => complaintAbout(field, value) === undefined,
        defaultMessage: (given?: ValidationArguments) => complaintAbout(field, given?.value) ?? '',
      },
    }),
  );
}

/** A list of objects in a request. `once`: the field that no two of them may share. */
export const RequestList = (
  item: ListSpec['item'],
  {
    minItems,
    maxItems,
    once,
    optional = false,
    ...shown
  }: Omit<ListSpec, 'item'> & Omit<FieldOptions, 'enum' | 'default'>,
): PropertyDecorator => {
  const spec: ListSpec = { item, minItems, maxItems, once };
  return applyDecorators(
    (target: object, field: string | symbol) => declareList(target, String(field), spec),
    ApiProperty({ type: () => [item()], minItems, maxItems, ...shown, required: !optional } as never),
    ...(optional ? [ValidateIf((_, value) => value !== undefined)] : []),
    ValidateBy({
      name: 'list',
      validator: {
        validate: (value: unknown) => Array.isArray(value) && problemsInList(value, spec, '', '').length === 0,
        defaultMessage: (given?: ValidationArguments) =>
          given?.value === undefined ? 'is required' : `must be an array, not ${nameOf(given.value)}`,
      },
    }),
  );
};

const nameOf = (value: unknown) => (typeof value === 'object' ? 'an object' : `a ${typeof value}`);

/** A field of an answer: documented from its bounds in `FIELDS`. */
export const AnswerField = (field: Field, { optional = false, ...shown }: FieldOptions = {}): PropertyDecorator =>
  ApiProperty({ ...schemaOf(field), ...shown, required: !optional } as never);
