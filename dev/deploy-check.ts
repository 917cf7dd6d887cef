/**
 * `npm run deploy:check`: builds exactly what Pages takes, and says what would go wrong with it there. With
 * `-- --project NAME` it asks Cloudflare which secrets and migrations the project has; without, it takes the
 * names in .dev.vars and in wrangler.jsonc for those of the deployment to be.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { APP, buildArtifact, bundleInWords, zippedKib } from '../kit/process/functionsBuild';
import { parseWranglerConfig } from '../kit/process/wrangler';
import { fileProblems } from './deploy/files';
import { migrationProblems } from './deploy/migrations';
import { deploymentProblems } from './deploy/names';
import { remoteSecrets, unapplied } from './deploy/remote';
import { build } from './start/build';
import { devVarsPath, readDevVars } from './start/devVars';
import { StartProblem } from './start/problem';

const root = join(import.meta.dirname, '..');
/** KiB of the Function, zipped. Pages takes 3 MB; a larger one starts more slowly. 64 in November 2026. */
const BUDGET_KIB = 96;

async function bundleProblems(): Promise<string[]> {
  await buildArtifact();
  const zipped = await zippedKib(APP);
  console.log(`The Function: ${Math.round(zipped)} of ${BUDGET_KIB} KiB zipped; its source in KiB:`);
  console.log(`  ${await bundleInWords()}`);
  return zipped > BUDGET_KIB
    ? [`The Function has ${Math.round(zipped)} KiB zipped, its budget is ${BUDGET_KIB}. See the parts above.`]
    : [];
}

async function names(project: string | undefined, vars: Record<string, string>): Promise<string[]> {
  const secrets = project
    ? await remoteSecrets(root, project)
    : Object.keys(readDevVars(devVarsPath(root, process.env)));
  return [...new Set([...secrets, ...Object.keys(vars)])];
}

async function check(project: string | undefined): Promise<string[]> {
  const text = readFileSync(join(root, 'wrangler.jsonc'), 'utf8');
  const { vars = {}, d1_databases: databases = [] } = parseWranglerConfig(text);
  const database = databases.some(({ binding }) => binding === 'DB');
  await build(root, new AbortController().signal);
  const missing = database && project ? await unapplied(root) : [];
  if (!database)
    console.log('No database is bound as DB: visitors’ spending will not be limited. See README.md.');
  return [
    ...fileProblems(join(root, 'dist')),
    ...(await bundleProblems()),
    ...(await migrationProblems(join(root, 'migrations'))),
    ...missing.map((name) => `${name} is not applied. Run: npx wrangler d1 migrations apply DB --remote`),
    ...deploymentProblems({ names: await names(project, vars), database }),
  ];
}

try {
  const { values } = parseArgs({ options: { project: { type: 'string' } } });
  const problems = await check(values.project);
  for (const problem of problems) console.log(`✗ ${problem}`);
  console.log(problems.length > 0 ? `${problems.length} to mend before you deploy.` : '✓ Ready to deploy.');
  process.exitCode = problems.length > 0 ? 1 : 0;
} catch (thrown) {
  if (!(thrown instanceof StartProblem)) throw thrown;
  console.error([thrown.message, ...thrown.details].join('\n'));
  process.exitCode = thrown.exitCode;
}
