import { type ValidationError, validateSync } from 'class-validator';
import type { FieldProblem } from '../errors/problem.js';
import { didYouMean } from './did-you-mean.js';
import { type DtoShape, shapeOf } from './dto-shape.js';
import { pointerTo } from './json-body.http.js';
import { type ListSpec, listOf } from './list-spec.js';

/** Every bad field of an object, as pointers below `base`; none when the class takes it. `dto` becomes the instance. */
export function problemsIn(
  value: Record<string, unknown>,
  shape: DtoShape,
  dto: Record<string, unknown>,
  base = '',
): FieldProblem[] {
  const problems: FieldProblem[] = [];
  for (const [field, given] of Object.entries(value)) {
    if (!shape.fields.has(field)) problems.push(unknownField(field, shape, base));
    else if (given === null && !shape.nullable.has(field)) problems.push(problem(base, field, 'must not be null'));
    else dto[field] = given;
  }
  if (problems.length === 0 && shape.accepts(dto)) return [];
  for (const error of validateSync(dto, VALIDATE_OPTIONS)) {
    if (value[error.property] !== null) problems.push(...problemsOf(error, shape, base));
  }
  return problems;
}

const VALIDATE_OPTIONS = { forbidUnknownValues: false, validationError: { target: false } };

function problemsOf(
  { property, value, constraints = {} }: ValidationError,
  shape: DtoShape,
  base: string,
): FieldProblem[] {
  const list = listOf(shape.metatype.prototype, property);
  if (list && Array.isArray(value)) return problemsInList(value, list, `${base}${pointerTo(property)}`, property);
  return [problem(base, property, Object.values(constraints).join(' and '))];
}

/** What is wrong with a list: its length, each of its items, and what is named twice. */
export function problemsInList(items: unknown[], list: ListSpec, base: string, name: string): FieldProblem[] {
  const { minItems, maxItems, once } = list;
  if (items.length < minItems || items.length > maxItems)
    return [{ pointer: base, detail: `${name} must have ${minItems} to ${maxItems} items` }];
  const seen = new Set<unknown>();
  return items.flatMap((item, index) => {
    const pointer = `${base}/${index}`;
    const problems = problemsInItem(item, list, pointer);
    const key = isRecord(item) ? item[once] : undefined;
    if (seen.has(key)) problems.push({ pointer: `${pointer}/${once}`, detail: `${once} ${key} is named twice` });
    if (key !== undefined) seen.add(key);
    return problems;
  });
}

function problemsInItem(item: unknown, list: ListSpec, pointer: string): FieldProblem[] {
  const shape = shapeOf(list.item());
  if (!shape) throw new TypeError('the items of a list need rules');
  if (!isRecord(item)) return [{ pointer, detail: 'must be a JSON object' }];
  return problemsIn(item, shape, new shape.metatype() as Record<string, unknown>, pointer);
}

const problem = (base: string, field: string, sentence: string): FieldProblem => ({
  pointer: `${base}${pointerTo(field)}`,
  detail: `${field} ${sentence}`,
});

function unknownField(field: string, { fields }: DtoShape, base: string): FieldProblem {
  const near = didYouMean(field, [...fields.keys()]);
  return problem(
    base,
    shown(field),
    near === undefined ? 'is not a known field' : `is not a known field: did you mean ${near}?`,
  );
}

const shown = (field: string) => (field.length > 100 ? `${field.slice(0, 100)}…` : field);

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
