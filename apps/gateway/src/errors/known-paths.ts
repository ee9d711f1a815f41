import type { RouteOptions } from 'fastify';

/** Every path that the router knows, with its methods: what `Allow` says when the method is another one. */
export class KnownPaths {
  private readonly routes: { matches: RegExp; methods: string[] }[] = [];

  /** For Fastify's `onRoute`. */
  add({ url, method }: Pick<RouteOptions, 'url' | 'method'>): void {
    if (url === '*' || url === '/*') return;
    this.routes.push({ matches: patternOf(url), methods: [method].flat() });
  }

  /** Methods of a path in alphabetical order, OPTIONS included; empty when nothing is there. */
  methodsOf(path: string): string[] {
    const methods = this.routes.filter(({ matches }) => matches.test(path)).flatMap((route) => route.methods);
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
