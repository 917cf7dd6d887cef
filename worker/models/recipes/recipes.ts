/** What `npm run models` knows. A new model is an entry here. */
import { EVERYDAY } from './everyday';
import type { Recipe } from './types';

export const RECIPES: readonly Recipe[] = [EVERYDAY];

/** What FAST sees where MODEL names nothing else; null: the signs that come with the worker. */
export const STANDARD: Recipe | null = null;
