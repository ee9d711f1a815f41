import type { RouteOptions } from 'fastify';

/** Every path that the router knows, with its methods: what `Allow` says when the method is another one. */
export class KnownPaths {
  private readonly fixed = new Map<string, string[]>();
  private readonly patterns: { matches: RegExp; methods: string[] }[] = [];

  /** For Fastify's `onRoute`. */
  add({ url, method }: Pick<RouteOptions, 'url' | 'method'>): void {
    if (url === '*' || url === '/*') return;
    const methods = [method].flat();
    if (!/[:*]/.test(url)) this.fixed.set(url, [...(this.fixed.get(url) ?? []), ...methods]);
    else this.patterns.push({ matches: patternOf(url), methods });
  }

  /** Whether this very path is a route, without parameters. */
  isFixed(path: string): boolean {
    return this.fixed.has(path);
  }

  /** Methods of a path in alphabetical order, OPTIONS included; empty when nothing is there. */
  methodsOf(path: string): string[] {
    const matching = this.patterns.filter(({ matches }) => matches.test(path));
    const methods = this.fixed.get(path) ?? matching.flatMap((route) => route.methods);
    return methods.length === 0 ? [] : [...new Set([...methods, 'OPTIONS'])].sort();
  }
}

function patternOf(url: string): RegExp {
  const parts = url.split('/').map((part) => {
    if (part.startsWith(':')) return '[^/]+';
    if (part === '*') return '.*';
    return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${parts.join('/')}$`);
}
