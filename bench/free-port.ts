import { Ports } from '../tools/stack/ports.ts';

const ports = new Ports();

/** A free TCP port; never the same one twice. */
export const freePort = () => ports.free();
