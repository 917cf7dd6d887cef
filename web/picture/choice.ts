/** What a person wants to see of a workflow's own picture, and of which of its outputs. */
import { PICTURE_NAME } from '../../protocol/api';

/**
 * `outputs`: the pictures that it can be asked for; null where the worker has not said what the workflow
 * returns, and it is left to choose one. `wanted`: the output, or that choice; null for no picture.
 */
export type PictureChoice = { outputs: string[] | null; wanted: string | true | null };

/**
 * @param kept by the workflow's id, as the device has it
 * @param id the workflow's; undefined where there is none
 * @param pictures names of its outputs that are pictures; null where that is not known
 */
export function pictureChoice(
  kept: Readonly<Record<string, string | boolean>>,
  id: string | undefined,
  pictures: string[] | null,
): PictureChoice {
  const outputs = pictures?.filter((name) => PICTURE_NAME.test(name)) ?? null;
  const choice = id !== undefined && Object.hasOwn(kept, id) ? kept[id] : false;
  if (!choice || outputs?.length === 0) return { outputs, wanted: null };
  const named = typeof choice === 'string' && PICTURE_NAME.test(choice) ? choice : true;
  if (!outputs) return { outputs, wanted: named };
  return { outputs, wanted: outputs.find((name) => name === named) ?? outputs[0] ?? null };
}

/** The one after it, round and round. */
export function nextPicture({ outputs, wanted }: PictureChoice): string | true {
  if (!outputs || outputs.length === 0) return true;
  const at = typeof wanted === 'string' ? outputs.indexOf(wanted) : -1;
  return outputs[(at + 1) % outputs.length] ?? true;
}
