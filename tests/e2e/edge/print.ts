import { CHAPTERS } from './chapters.ts';
import { asMarkdown } from './markdown.ts';

process.stdout.write(asMarkdown(CHAPTERS));
