import { readEndpoints } from '../../stack/endpoints.ts';
import { StackError } from '../../stack/failure.ts';
import { foldersOf } from '../../stack/folders.ts';

/** What the gateway answered. `body` is parsed JSON, or the text. */
export interface Answer {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: printed, or read by the one who knows what was asked
  body: any;
}

const TIMEOUT_MS = 15_000;

/** `GATEWAY_URL`, or the gateway of the stack that runs in this clone. */
export function gatewayUrl(env: NodeJS.ProcessEnv = process.env): string {
  const url = env.GATEWAY_URL ?? readEndpoints(foldersOf('.stack'))?.gateway;
  if (!url)
    throw new StackError(
      'no stack runs in this clone, and GATEWAY_URL is not set',
      'npm start   (in another terminal)',
    );
  return url;
}

/** One call of the public API. A gateway that is not there is one clear message. */
export async function call(method: string, path: string, body?: unknown, token?: string): Promise<Answer> {
  const url = gatewayUrl();
  const headers = {
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(token ? { authorization: `Bearer ${token}` } : {}),
  };
  const init = {
    method,
    headers,
    body: body === undefined ? null : JSON.stringify(body),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  };
  const answer = await fetch(`${url}${path}`, init).catch((error) => {
    const { cause, message } = error as Error & { cause?: Error };
    throw new StackError(`${url} does not answer: ${cause?.message ?? message}`, 'npm run stack -- status');
  });
  const text = await answer.text();
  const isJson = answer.headers.get('content-type')?.includes('json');
  return { status: answer.status, headers: answer.headers, body: isJson ? JSON.parse(text) : text };
}
