const NUMBER = /^-?\d{1,17}(\.\d{1,17})?$/;

/** A path or query parameter as its DTO's type; text that says no such value stays text, for validation to refuse. */
export function valueOfText(text: unknown, type: unknown): unknown {
  if (typeof text !== 'string') return text;
  if (type === Number && NUMBER.test(text)) return Number(text);
  if (type === Boolean && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}
