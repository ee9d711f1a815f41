export { after } from './after.js';
export { RecentMap } from './recent-map.js';
export { textOf } from './text-of.js';
export { within } from './within.js';
