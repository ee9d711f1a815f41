/** Where a URL leads: the first of its hosts (MongoDB's URIs may name several), without the brackets of IPv6. */
export function firstHost(url: string, defaultPort: number): { host: string; port: number } {
  const [, authority = ''] = /^[a-z+]+:\/\/(?:[^@/?#]*@)?([^/?#]*)/i.exec(url) ?? [];
  const [, host = '', port] = /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(authority.split(',')[0] ?? '') ?? [];
  return { host: host.replace(/^\[|\]$/g, ''), port: Number(port ?? defaultPort) };
}

/** The URL with one host instead of several, which `URL` can read. */
export function withOneHost(url: string): string {
  return url.replace(/^([a-z+]+:\/\/(?:[^@/?#]*@)?[^,/?#]*)(?:,[^,/?#]*)+/i, '$1');
}
