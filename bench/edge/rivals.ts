/** Each rival is built by the same tool and flags, below .artifact/ where node_modules are found. */
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { APP, buildArtifact, type Place } from '../../kit/process/functionsBuild';
import { ROOT } from '../../kit/process/paths';

export async function buildRival(name: 'hello' | 'mask' | 'whole-twilio'): Promise<Place> {
  const project = join(APP.out, 'rivals', name);
  const place = { project, out: join(project, 'out') };
  const routes = join(project, 'functions', 'v1');
  await mkdir(routes, { recursive: true });
  const route = join(import.meta.dirname, 'rivals', name, 'route.ts');
  await writeFile(join(routes, '[[route]].ts'), `export { onRequest } from ${JSON.stringify(route)};\n`);
  await copyFile(join(ROOT, 'wrangler.jsonc'), join(project, 'wrangler.jsonc'));
  await buildArtifact(place);
  return place;
}
