import { createHash } from 'node:crypto';
import { HttpStatus } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** What a product's state is known by. The stock is in it for databases that were made anew and count versions from 1 again. */
export interface Versioned {
  id: number;
  version: number;
  stock: number;
}

const stateOf = ({ id, version, stock }: Versioned) => `${id}-${version}-${stock}`;

/** Entity tag of one product. */
export const productTag = (product: Versioned) => `"${stateOf(product)}"`;

/** Entity tag of a page of products: changes when any of them does, comes or goes, and when there is a next page. */
export function listTag({ items, next_cursor = '' }: { items: readonly Versioned[]; next_cursor?: string }): string {
  const state = [...items.map(stateOf), next_cursor].join();
  return `"${createHash('sha1').update(state).digest('base64url')}"`;
}

const TAG = /(W\/)?"([!#-~]*)"/g;

/** The tags of an `If-Match` without their quotes, `*` for any. Weak ones never match there (RFC 9110), so they are left out. */
export const strongTags = (ifMatch: string): string[] =>
  ifMatch.trim() === '*'
    ? ['*']
    : [...ifMatch.matchAll(TAG)].filter(([, weak, tag]) => !weak && tag !== '*').map(([, , tag = '']) => tag);

/** True when the client already holds this representation (RFC 9110: `If-None-Match` compares weakly). */
export function holds(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  const opaque = (tag: string) => tag.trim().replace(/^W\//, '');
  return ifNoneMatch.trim() === '*' || ifNoneMatch.split(',').some((tag) => opaque(tag) === opaque(etag));
}

/**
 * Answers with an entity tag, or with 304 and no body when the client holds it already. Caches may keep the answer but must
 * ask each time: a stale stock is never served.
 */
export function tagged<B>(request: FastifyRequest, reply: FastifyReply, etag: string, body: B): B | undefined {
  reply.header('etag', etag).header('cache-control', 'no-cache');
  if (!holds(request.headers['if-none-match'], etag)) return body;
  reply.status(HttpStatus.NOT_MODIFIED);
  return undefined;
}
