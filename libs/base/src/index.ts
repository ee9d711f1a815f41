export { after } from './after.js';
export { textOf } from './text-of.js';
export { within } from './within.js';
