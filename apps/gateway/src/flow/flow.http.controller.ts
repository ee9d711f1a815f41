import { Controller, Get, Header, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../http/auth/roles.decorator.js';
import { RefusalException } from '../http/errors/refusal.exception.js';
import { FlowActions } from './flow-actions.js';
import { LiveFlow } from './live-flow.js';
import { assetOf } from './page/assets.js';
import { flowPage } from './page/page.html.js';
import { MAX_VIEWERS } from './viewers.js';

const NOTHING_HERE = { code: 'not-found', detail: 'There is nothing at this path.' } as const;

/** The live page: what a browser finds at the root. It is for people, so the OpenAPI document does not have it. */
@ApiExcludeController()
@Controller()
export class FlowController {
  private readonly live: LiveFlow;
  private readonly actions: FlowActions;

  constructor(live: LiveFlow, actions: FlowActions) {
    this.live = live;
    this.actions = actions;
  }

  /** Clients that do not ask for HTML get the answer that an unknown path always had. */
  @Public()
  @Get(['/', 'flow'])
  @Header('vary', 'Accept')
  @Header('cache-control', 'no-cache')
  page(@Req() { headers }: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): string {
    if (!headers.accept?.includes('text/html')) throw new RefusalException(NOTHING_HERE);
    reply.type('text/html; charset=utf-8');
    return flowPage(this.actions.available);
  }

  @Public()
  @Get('flow/assets/:name')
  @Header('cache-control', 'no-cache')
  async asset(@Param('name') name: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const asset = await assetOf(name);
    if (!asset) throw new RefusalException(NOTHING_HERE);
    reply.type(asset.type);
    return asset.text;
  }

  /** Server-sent events, at most one for each 250 ms, the newest moment only. */
  @Get('flow/stream')
  stream(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    const admin = request.caller.kind === 'known' && request.caller.role === 'admin';
    for (const [name, value] of Object.entries(reply.getHeaders()))
      if (value !== undefined) reply.raw.setHeader(name, value);
    if (this.live.watch(reply.raw, admin)) return void reply.hijack();
    const detail = `${MAX_VIEWERS} live pages are open already. Close one, or look again later.`;
    throw new RefusalException({ code: 'overloaded', detail });
  }
}
