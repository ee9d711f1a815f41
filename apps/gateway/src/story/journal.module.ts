import { Module } from '@nestjs/common';
import { Journal } from './journal.js';

/** Written by whoever answers and publishes, read by the story. */
@Module({ providers: [Journal], exports: [Journal] })
export class JournalModule {}
