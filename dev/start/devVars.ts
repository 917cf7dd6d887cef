/** The settings of `.dev.vars`, read as wrangler would read them. */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseEnv } from 'node:util';
import { splitList } from '../../protocol/list';
import { splitChoice } from '../../proxy/settings/choices';
import { checkEnv, missing } from '../../proxy/settings/env';
import { isWorkflowName, WORKFLOW_NAMES } from '../../worker/workflows/names';
import type { StartPlan, Values } from './plan';
import { StartProblem } from './problem';

const WORKFLOW_KEYS = ['FAST_WORKFLOW_ID', 'ACCURATE_WORKFLOW_ID', 'WORKFLOWS'] as const;
/** What editors of Windows put before a text; it would become part of the first name. */
const BYTE_ORDER_MARK = /^\uFEFF/;

/** DEV_VARS_FILE names another file, which tests use. */
export function devVarsPath(root: string, env: NodeJS.ProcessEnv): string {
  return env.DEV_VARS_FILE || join(root, '.dev.vars');
}

/** No file: no settings, and that is fine. */
export function readDevVars(path: string): Values {
  try {
    const values = Object.entries(parseEnv(readFileSync(path, 'utf8').replace(BYTE_ORDER_MARK, '')));
    return Object.fromEntries(values.flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new StartProblem(
      `${basename(path)} cannot be read (${(thrown as NodeJS.ErrnoException).code ?? 'unknown'}).`,
      2,
    );
  }
}

/**
 * Throws a StartProblem that lists each setting that is wrong or missing for what is going to run, by name
 * alone.
 */
export function checkSettings(values: Values, plan: StartPlan, path: string): void {
  const strange = plan.worker === null ? [] : beyondEmbedded(values);
  const [first, ...others] = [...strange, ...checkEnv({ ...madeAtStart(plan), ...plan.env })];
  if (first !== undefined) throw new StartProblem(`${basename(path)}: ${first}`, 2, others);
}

/** Secrets that a start makes by itself, as far as the check goes. */
function madeAtStart({ coturn }: StartPlan): Record<string, string> {
  const secret = 'x'.repeat(32);
  return { SESSION_SECRET: secret, ...(coturn === null ? {} : { COTURN_SECRET: secret }) };
}

/**
 * Settings that only a Roboflow account could meet, although no key is there: the embedded worker has
 * workflows of its own.
 */
function beyondEmbedded(values: Values): string[] {
  const workspace = values.ROBOFLOW_WORKSPACE?.trim() || 'local';
  const ids = (key: (typeof WORKFLOW_KEYS)[number]) =>
    key === 'WORKFLOWS'
      ? splitList(values[key]).map((entry) => splitChoice(entry)[1])
      : splitList(values[key]);
  const strange = WORKFLOW_KEYS.filter((key) => ids(key).some((id) => !isWorkflowName(id)));
  const beyond = workspace !== 'local' || (values.FAST_MODEL_ID?.trim() ?? '') !== '';
  return [
    ...(beyond ? [missing('ROBOFLOW_API_KEY')] : []),
    ...strange.map(
      (key) =>
        `${key} names no workflow of the embedded worker, which has ${WORKFLOW_NAMES.join(', ')}. Name one of them, or add ROBOFLOW_API_KEY and ROBOFLOW_WORKSPACE for one of Roboflow’s.`,
    ),
  ];
}
