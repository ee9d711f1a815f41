/** Health and metrics: never limited, never behind a token, so that they can be read when it matters. */
export const isOperational = (url: string) => url.startsWith('/health/') || url === '/metrics';
