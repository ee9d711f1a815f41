import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { RefusalException } from '../errors/refusal.exception.js';
import { isOperational } from '../security/operational-paths.js';
import { bearerChallenge } from './bearer-challenge.js';
import type { Caller } from './caller.js';
import { ROLE_METADATA, type Role } from './roles.decorator.js';

/** Lets a call through when its caller has the role that the handler asks for. */
export class RolesGuard implements CanActivate {
  private readonly reflector: Reflector;
  private readonly auth: 'on' | 'off';

  constructor(reflector: Reflector, auth: 'on' | 'off') {
    this.reflector = reflector;
    this.auth = auth;
  }

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const targets = [context.getHandler(), context.getClass()];
    const role = this.reflector.getAllAndOverride<Role | 'public' | undefined>(ROLE_METADATA, targets) ?? 'buyer';
    if (role === 'public') return true;
    if (role === 'buyer' && (this.auth === 'off' || isOperational(request.url))) return true;
    return admit(request.caller, role);
  }
}

function admit(caller: Caller, needed: Role): true {
  if (caller.kind === 'refused') throw new RefusalException(caller.refusal);
  if (caller.kind === 'anonymous') {
    const detail = `Send a bearer token with the role ${needed} in the Authorization header.`;
    throw new RefusalException({ code: 'unauthenticated', detail, headers: bearerChallenge() });
  }
  if (caller.role === 'admin' || caller.role === needed) return true;
  const detail = `The role ${needed} is needed, the token has ${caller.role}.`;
  const headers = bearerChallenge({ error: 'insufficient_scope', scope: needed });
  throw new RefusalException({ code: 'forbidden', detail, headers });
}
