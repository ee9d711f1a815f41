const ABSOLUTE = /^https?:\/\/[^/?#]*/i;

/** The path and query of a request target. A client that speaks as to a proxy sends a whole URL (RFC 9112, 3.2.2). */
export function originForm(target = '/'): string {
  if (target.startsWith('/')) return target;
  const rest = target.replace(ABSOLUTE, '');
  if (rest === target || rest.startsWith('/')) return rest;
  return `/${rest}`;
}
