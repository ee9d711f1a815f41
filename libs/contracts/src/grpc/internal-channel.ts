/**
 * Options that every gRPC channel between parts of the shop starts from. grpc-js takes `http_proxy` from the environment
 * unless it is set not to; what is in the same network is never behind a company's proxy.
 */
export const INTERNAL_CHANNEL = { 'grpc.enable_http_proxy': 0 } as const;
