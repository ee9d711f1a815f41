import createClient from 'openapi-fetch';
import type { paths } from './gen/api.ts';

/** The gateway's API, typed by its OpenAPI document. @param token sent as bearer token when given */
export const apiClient = (baseUrl: string, token?: string) =>
  createClient<paths>({ baseUrl, ...(token ? { headers: { authorization: `Bearer ${token}` } } : {}) });
