/** From what MODEL says to a file. */
import { fetchModel } from './fetching/fetch';
import { findModel } from './fetching/folder';
import { ModelProblem } from './fetching/problem';
import { recipeOf, SIGNS } from './recipes/recipes';
import { progressWriter } from './words';

/**
 * `path`: null is the model that comes with the worker. `notes`: lines for people, where that is not the one
 * that was asked for.
 */
export type Choice = { path: string | null; notes: string[] };

/** @param model MODEL's value: a file, an alias, or null. */
export async function chooseModel(model: string | null): Promise<Choice> {
  const recipe = recipeOf(model);
  if (!recipe) return { path: model === SIGNS ? null : model, notes: [] };
  const path = await findModel(recipe);
  const note = `The model for ${recipe.what} is not in place yet: until then FAST sees what comes with the worker.`;
  return { path, notes: path ? [] : [note] };
}

/** Puts in place what MODEL asks for, and says how it goes. @returns whether it was missing and is there now. */
export async function fetchChosen(model: string | null, signal: AbortSignal): Promise<boolean> {
  const recipe = recipeOf(model);
  if (!recipe || (await findModel(recipe))) return false;
  const { stdout } = process;
  const onProgress = progressWriter((text) => stdout.write(text), stdout.isTTY ?? false);
  try {
    await fetchModel(recipe, { onProgress, signal });
    return true;
  } catch (error) {
    if (!(error instanceof ModelProblem)) throw error;
    if (!signal.aborted) console.error(error.message);
    return false;
  }
}
