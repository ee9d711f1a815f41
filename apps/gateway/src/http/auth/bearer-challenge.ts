/** `WWW-Authenticate` of RFC 6750. Values must not hold quotes. */
export function bearerChallenge(parameters: Record<string, string> = {}): { 'www-authenticate': string } {
  const all = Object.entries({ realm: 'storefront', ...parameters });
  return { 'www-authenticate': `Bearer ${all.map(([name, value]) => `${name}="${value}"`).join(', ')}` };
}
