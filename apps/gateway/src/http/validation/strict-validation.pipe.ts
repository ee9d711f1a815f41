import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import type { FieldProblem } from '../errors/problem.js';
import { RefusalException } from '../errors/refusal.exception.js';
import { type DtoShape, shapeOf } from './dto-shape.js';
import { isRecord, problemsIn } from './problems-in.js';
import { valueOfText } from './value-of-text.js';

/**
 * Bodies, and path and query parameters that are declared as a DTO class. Names every bad field at once, refuses unknown
 * ones, and converts nothing in a body: what the JSON says is what is judged. Parameters are text, so there a number is
 * read where the DTO wants one.
 */
@Injectable()
export class StrictValidationPipe implements PipeTransform {
  transform(value: unknown, { type, metatype }: ArgumentMetadata): unknown {
    const shape = metatype && shapeOf(metatype);
    if (!shape || type === 'custom') return value;
    // No body at all lacks every field, which says more than that it is missing.
    if (value === undefined) return checked({}, shape);
    if (!isRecord(value)) throw refusal([{ pointer: '', detail: 'the body must be a JSON object' }]);
    return type === 'body' ? checked(value, shape) : checked(readParameters(value, shape), shape);
  }
}

function checked(value: Record<string, unknown>, shape: DtoShape): object {
  const dto = new shape.metatype() as Record<string, unknown>;
  const problems = problemsIn(value, shape, dto);
  if (problems.length > 0) throw refusal(problems);
  return dto;
}

function readParameters(value: Record<string, unknown>, { fields }: DtoShape): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).map(([name, text]) => [name, valueOfText(text, fields.get(name))]));
}

function refusal(errors: FieldProblem[]): RefusalException {
  return new RefusalException({ code: 'validation', detail: errors.map(({ detail }) => detail).join('; '), errors });
}
