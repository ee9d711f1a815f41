import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import { type ValidationError, validateSync } from 'class-validator';
import type { FieldProblem } from '../errors/problem.js';
import { RefusalException } from '../errors/refusal.exception.js';
import { didYouMean } from './did-you-mean.js';
import { type DtoShape, shapeOf } from './dto-shape.js';
import { pointerTo } from './json-body.http.js';
import { sentenceFor } from './sentences.js';
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
  const problems: FieldProblem[] = [];
  for (const [field, given] of Object.entries(value)) {
    if (!shape.fields.has(field)) problems.push(unknownField(field, shape));
    else if (given === null) problems.push(problem(field, 'must not be null'));
    else dto[field] = given;
  }
  if (problems.length === 0 && shape.accepts(dto)) return dto;
  for (const error of validateSync(dto, VALIDATE_OPTIONS)) {
    if (value[error.property] !== null) problems.push(problem(error.property, detailOf(error)));
  }
  if (problems.length > 0) throw refusal(problems);
  return dto;
}

const VALIDATE_OPTIONS = { forbidUnknownValues: false, validationError: { target: false } };

const problem = (field: string, sentence: string): FieldProblem => ({
  pointer: pointerTo(field),
  detail: `${field} ${sentence}`,
});

function unknownField(field: string, { fields }: DtoShape): FieldProblem {
  const near = didYouMean(field, [...fields.keys()]);
  return problem(
    shown(field),
    near === undefined ? 'is not a known field' : `is not a known field: did you mean ${near}?`,
  );
}

const shown = (field: string) => (field.length > 100 ? `${field.slice(0, 100)}…` : field);

const detailOf = ({ property, value, constraints = {} }: ValidationError) => sentenceFor(property, value, constraints);

function readParameters(value: Record<string, unknown>, { fields }: DtoShape): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).map(([name, text]) => [name, valueOfText(text, fields.get(name))]));
}

function refusal(errors: FieldProblem[]): RefusalException {
  return new RefusalException({ code: 'validation', detail: errors.map(({ detail }) => detail).join('; '), errors });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
