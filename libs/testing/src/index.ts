export * from './broker.js';
export * from './engines.js';
export * from './eventually.js';
export * from './raw-http.js';
export * from './tcp-gate.js';
