export * from './broker.js';
export * from './engines.js';
export * from './eventually.js';
export * from './free-port.js';
export * from './node-process.js';
export * from './raw-http.js';
export * from './service-process.js';
export * from './tcp-gate.js';
