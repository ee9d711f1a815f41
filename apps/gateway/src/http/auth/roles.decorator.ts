import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiBearerAuth } from '@nestjs/swagger';

/** What the bearer of a token may do. An admin may also buy. */
export type Role = 'buyer' | 'admin';

export const ROLE_METADATA = 'auth:role';

/** Open to everyone, also with `AUTH=on`: pages and their assets, which hold no customer's data. */
export const Public = () => SetMetadata(ROLE_METADATA, 'public');

/** Who may call a handler or every handler of a controller. Without it a `buyer` may, and with `AUTH=off` any caller. */
export const Roles = (role: Role) =>
  role === 'admin'
    ? applyDecorators(SetMetadata(ROLE_METADATA, role), ApiBearerAuth('bearer'))
    : SetMetadata(ROLE_METADATA, role);
