// Also run as plain Node (the bench): `.ts` endings, no aliases.
import { Ports } from '../../../stack/ports.ts';

const ports = new Ports();

/** A free TCP port of 127.0.0.1; never the same one twice. */
export const freePort = () => ports.free();
