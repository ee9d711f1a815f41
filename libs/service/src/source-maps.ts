import { setSourceMapsSupport } from 'node:module';

/**
 * Stack traces with the lines of our TypeScript; loaded by `node --import` before anything else. The flag `--enable-source-maps` would load
 * those of all packages, too: 20 MB and a fifth of the start for the gateway.
 */
setSourceMapsSupport(true, { nodeModules: false });
