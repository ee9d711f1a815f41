import { complaintAbout, type Field, schemaOf } from '@app/contracts';
import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { ValidateBy, ValidateIf, type ValidationArguments } from 'class-validator';

/** What a DTO may say differently from the table of fields. */
interface FieldOptions {
  optional?: boolean;
  description?: string;
  example?: unknown;
  default?: unknown;
  /** Documented values, of a field whose type is looser. */
  enum?: readonly unknown[];
}

/** A field of a request: validated and documented from its bounds in `FIELDS`. */
export const RequestField = (field: Field, { optional = false, ...shown }: FieldOptions = {}): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ ...schemaOf(field), ...shown, required: !optional } as never),
    ...(optional ? [ValidateIf((_, value) => value !== undefined)] : []),
    ValidateBy({
      name: 'field',
      validator: {
        validate: (value: unknown) => complaintAbout(field, value) === undefined,
        defaultMessage: (given?: ValidationArguments) => complaintAbout(field, given?.value) ?? '',
      },
    }),
  );

/** A field of an answer: documented from its bounds in `FIELDS`. */
export const AnswerField = (
  field: Field,
  { optional = false, ...shown }: FieldOptions & { nullable?: boolean } = {},
): PropertyDecorator => ApiProperty({ ...schemaOf(field), ...shown, required: !optional } as never);
