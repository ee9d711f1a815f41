/**
 * How tokens are signed and checked while nothing else is configured. Everybody can read this secret, so a gateway with
 * NODE_ENV=production refuses to start with it.
 */
export const DEVELOPMENT_TOKEN = {
  secret: 'storefront-development-secret-known-to-everybody',
  issuer: 'storefront',
  audience: 'storefront-api',
} as const;
