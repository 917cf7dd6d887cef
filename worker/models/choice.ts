/** From what MODEL says to files. */
import { fetchModel } from './fetching/fetch';
import { findModel } from './fetching/folder';
import { ModelProblem } from './fetching/problem';
import { MASKS } from './recipes/masks';
import { neededFor, recipeOf, SIGNS } from './recipes/recipes';
import { TEXT_FINDER, TEXT_READER } from './recipes/text';
import { progressWriter } from './words';

/**
 * `path`: null is the model that comes with the worker. `masks`: the network that segments, null where it is
 * not in place. `text`: those that find and read text. `notes`: lines for people, where that is not what was
 * asked for.
 */
export type Choice = {
  path: string | null;
  masks: string | null;
  text: { finder: string; reader: string } | null;
  notes: string[];
};

/** @param model MODEL's value: a file, an alias, or null. */
export async function chooseModel(model: string | null): Promise<Choice> {
  const also = { masks: await findModel(MASKS), text: await findText() };
  const recipe = recipeOf(model);
  if (!recipe) return { path: model === SIGNS ? null : model, ...also, notes: [] };
  const path = await findModel(recipe);
  const note = `The model for ${recipe.what} is not in place yet: until then FAST sees what comes with the worker.`;
  return { path, ...also, notes: path ? [] : [note] };
}

async function findText(): Promise<Choice['text']> {
  const [finder, reader] = [await findModel(TEXT_FINDER), await findModel(TEXT_READER)];
  return finder && reader ? { finder, reader } : null;
}

/** Puts in place what MODEL asks for, and says how it goes. @returns whether any was missing and is there now. */
export async function fetchChosen(model: string | null, signal: AbortSignal): Promise<boolean> {
  let isNew = false;
  for (const recipe of neededFor(model)) {
    if (await findModel(recipe)) continue;
    const { stdout } = process;
    const onProgress = progressWriter((text) => stdout.write(text), stdout.isTTY ?? false);
    try {
      await fetchModel(recipe, { onProgress, signal });
      isNew = true;
    } catch (error) {
      if (!(error instanceof ModelProblem)) throw error;
      if (!signal.aborted) console.error(error.message);
      break;
    }
  }
  return isNew;
}
