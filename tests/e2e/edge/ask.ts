import { sendRaw } from '@app/testing';
import { Sender } from '../fuzz/send.ts';
import { type Row, TELLING_HEADERS } from './row.ts';

export interface Given {
  baseUrl: string;
  product: number;
  treasure: number;
  run: string;
  tokens: Record<NonNullable<Row['as']>, string>;
}

/** Sends the request of a row. @returns its answer in the form that the row has */
export async function ask(row: Row, given: Given): Promise<Row['answer']> {
  const { status, headers, body } = row.raw
    ? await sendRaw(Number(new URL(given.baseUrl).port), row.raw)
    : await send(row, given);
  const telling = TELLING_HEADERS.filter((name) => headers[name] !== undefined);
  return {
    status,
    headers: Object.fromEntries(telling.map((name) => [name, String(headers[name])])),
    body: headers['content-type']?.includes('json') ? JSON.parse(body) : body,
  };
}

async function send({ method, path, headers = {}, body, as }: Row, given: Given) {
  const sender = new Sender(given.baseUrl);
  const content = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  const answer = await sender.send({
    isGood: true,
    method,
    target: filled(path, given),
    headers: {
      ...(content === undefined ? {} : { 'content-type': 'application/json' }),
      ...filledAll(headers, given),
      ...(as ? { authorization: `Bearer ${given.tokens[as]}` } : {}),
    },
    body: content === undefined ? undefined : filled(content, given),
  });
  sender.close();
  return answer;
}

const filledAll = (headers: Record<string, string>, given: Given) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, filled(value, given)]));

/** Puts the products and the run where they are meant; a product alone in quotes is a number. */
export function filled(text: string, { product, treasure, run }: Given): string {
  return text
    .replaceAll('"{product}"', String(product))
    .replaceAll('{product}', String(product))
    .replaceAll('"{treasure}"', String(treasure))
    .replaceAll('{run}', run);
}
