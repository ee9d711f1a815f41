/** While the type is wrong, nothing else about a value is worth saying. */
const TYPE_SENTENCES: Record<string, string> = {
  isInt: 'must be an integer',
  isNumber: 'must be a number',
  isString: 'must be a string',
  isBoolean: 'must be true or false',
};

/** One sentence, without its subject, for the constraints of class-validator that a value breaks. */
export function sentenceFor(field: string, value: unknown, broken: Record<string, string>): string {
  if (value === undefined) return 'is required';
  for (const [constraint, sentence] of Object.entries(TYPE_SENTENCES)) {
    if (constraint in broken) return typeof value === 'number' ? sentence : `${sentence}, not ${typeName(value)}`;
  }
  return Object.values(broken).map(withoutSubject(field)).join(' and ');
}

const withoutSubject = (field: string) => (message: string) =>
  message.startsWith(`${field} `) ? message.slice(field.length + 1) : message;

function typeName(value: unknown): string {
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'object') return 'an object';
  return `a ${typeof value}`;
}
