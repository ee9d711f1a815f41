/** What `http.Agent` and `http.setGlobalProxyFromEnv` of Node take as `proxyEnv`. */
export type OutboundProxy = { http_proxy?: string; https_proxy?: string; no_proxy?: string };

/** This machine is never reached through a proxy, whatever NO_PROXY says. */
const LOOPBACK = 'localhost,127.0.0.1,::1,[::1]';

/**
 * The proxy of calls that leave the shop (a collector, a token issuer, a payment provider), from `HTTP_PROXY`, `HTTPS_PROXY`
 * and `NO_PROXY` in either case. Undefined when there is none. Calls between the parts of the shop never use it.
 *
 * @returns the variables as Node reads them; a proxy without a scheme is taken as `http://`, one that is not HTTP is left out
 */
export function outboundProxy(env: NodeJS.ProcessEnv = process.env): OutboundProxy | undefined {
  const http_proxy = proxyUrl(env.http_proxy || env.HTTP_PROXY);
  const https_proxy = proxyUrl(env.https_proxy || env.HTTPS_PROXY);
  if (!http_proxy && !https_proxy) return undefined;
  const no_proxy = [env.no_proxy || env.NO_PROXY, LOOPBACK].filter(Boolean).join(',');
  return { ...(http_proxy && { http_proxy }), ...(https_proxy && { https_proxy }), no_proxy };
}

function proxyUrl(value: string | undefined): string | undefined {
  if (!value) return undefined;
  const url = value.includes('://') ? value : `http://${value}`;
  return /^https?:$/.test(URL.parse(url)?.protocol ?? '') ? url : undefined;
}
