import { Module } from '@nestjs/common';
import { Journal } from './journal.js';

/** Written by the code that answers and publishes, read by the story. */
@Module({ providers: [Journal], exports: [Journal] })
export class JournalModule {}
