const URI_PATH = /^(?:[\w.~!$&'()*+,;=:@/-]|%[0-9a-f]{2})*$/i;

/** The path of a request target, without its query. */
export function pathOf(url: string): string {
  const query = url.indexOf('?');
  return query === -1 ? url : url.slice(0, query);
}

/** The path as `instance` of a problem, which must be a URI; undefined when the client sent something else. */
export function instanceOf(url: string): string | undefined {
  const path = pathOf(url);
  return URI_PATH.test(path) ? path : undefined;
}
