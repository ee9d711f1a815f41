import type { CallsOf } from './calls-of.js';
import type { StoryClient, TracesClient } from './gen/story.js';
import { protoFile } from './proto-files.js';

/** proto package of `protos/story.proto`, which every service serves beside its own. */
export const STORY_PACKAGE = 'story';

/** Absolute path of `protos/story.proto`. */
export const STORY_PROTO_PATH = protoFile('story.proto');

/** Every call of `protos/story.proto` by its name on the wire: request and reply. */
export type StoryCalls = CallsOf<StoryClient & TracesClient>;
