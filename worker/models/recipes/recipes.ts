/** What `npm run models` knows. A new model is an entry here. */
import { EVERYDAY } from './everyday';
import { MASKS } from './masks';
import { TEXT_FINDER, TEXT_READER } from './text';
import type { Recipe } from './types';

export const RECIPES: readonly Recipe[] = [EVERYDAY, MASKS, TEXT_FINDER, TEXT_READER];

/** The model that comes with the worker's source, by its alias. */
export const SIGNS = 'signs';

/** The alias of what FAST sees where MODEL names nothing. */
const STANDARD = EVERYDAY.alias;

/** @param model MODEL's value. @returns null where it is a file, or what comes with the worker. */
export function recipeOf(model: string | null): Recipe | null {
  return RECIPES.find(({ alias }) => alias === (model ?? STANDARD)) ?? null;
}

/** What is put in place for a start, the most wanted first. @param model MODEL's value */
export function neededFor(model: string | null): Recipe[] {
  const recipe = recipeOf(model);
  return [...(recipe ? [recipe, MASKS] : []), TEXT_FINDER, TEXT_READER];
}
