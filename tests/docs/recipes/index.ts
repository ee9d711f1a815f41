import { addAConsumer } from './add-a-consumer.ts';
import { addAField } from './add-a-field.ts';
import { addAMigration } from './add-a-migration.ts';
import { addAnEndpoint } from './add-an-endpoint.ts';
import type { Recipe } from './recipe.ts';

/** Every recipe of CONTRIBUTING.md (a spec compares). */
export const RECIPES: readonly Recipe[] = [addAnEndpoint, addAField, addAConsumer, addAMigration];
