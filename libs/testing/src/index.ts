export * from './broker.js';
export * from './engines.js';
export * from './eventually.js';
export * from './tcp-gate.js';
