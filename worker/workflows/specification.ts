/** Inline workflows: Roboflow's workflow language as it comes in a request, before any step is looked at. */
import * as v from 'valibot';
import { workflowSyntaxError } from '../errors';
import type { Step } from './blocks/types';

const MOST = 100;
/** Lists and objects in one another. */
const DEEPEST = 50;

const named = { type: v.string(), name: v.string() };
const specification = v.object({
  version: v.string(),
  inputs: v.array(v.looseObject(named)),
  steps: v.pipe(v.array(v.looseObject(named)), v.maxLength(MOST)),
  outputs: v.pipe(
    v.array(v.looseObject({ ...named, selector: v.string() })),
    v.minLength(1),
    v.maxLength(MOST),
  ),
  dynamic_blocks_definitions: v.nullish(v.array(v.unknown())),
});
export type Specification = v.InferOutput<typeof specification>;

/** @throws Refusal (400, WorkflowSyntaxError) */
export function parseSpecification(spec: Record<string, unknown>): Specification {
  if (isDeeper(spec, DEEPEST))
    throw workflowSyntaxError(`workflow_specification is deeper than ${DEEPEST} levels.`);
  const parsed = v.safeParse(specification, spec);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw workflowSyntaxError(`workflow_specification.${v.getDotPath(issue) ?? ''}: ${issue.message}.`);
  }
  refuseCode(parsed.output);
  refuseDoubles(parsed.output);
  return parsed.output;
}

/** Level by level: a walk into the depths would need as deep a stack. */
function isDeeper(value: unknown, levels: number): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; depth <= levels; depth += 1) {
    level = level.flatMap((each) => (typeof each === 'object' && each !== null ? Object.values(each) : []));
    if (level.length === 0) return false;
  }
  return true;
}

/** Such a block is Python source in the request. */
function refuseCode({ dynamic_blocks_definitions }: Specification): void {
  if (!dynamic_blocks_definitions?.length) return;
  throw workflowSyntaxError(
    'The workflow brings Python blocks of its own, and the embedded worker runs no code from a request.',
  );
}

function refuseDoubles({ steps }: Specification): void {
  const names = new Set<string>();
  for (const { name, type } of steps) {
    if (names.has(name))
      throw workflowSyntaxError(`Two steps are named "${name}".`, { id: name, type, property: 'name' });
    names.add(name);
  }
}

const REFERENCE = /"\$steps\.([^."]+)\./g;

/** Each step after those that it refers to. @throws Refusal where they wait for one another. */
export function inOrder(steps: readonly Step[]): Step[] {
  const names = new Set(steps.map(({ name }) => name));
  const waits = new Map(steps.map((step) => [step, referencesOf(step).filter((name) => names.has(name))]));
  const done = new Set<string>();
  const ordered: Step[] = [];
  while (ordered.length < steps.length) {
    const next = steps.find(
      (step) => !done.has(step.name) && waits.get(step)?.every((name) => done.has(name)),
    );
    if (!next) throw workflowSyntaxError('Steps of the workflow wait for one another in a circle.');
    done.add(next.name);
    ordered.push(next);
  }
  return ordered;
}

function referencesOf(step: Step): string[] {
  return [...JSON.stringify(step).matchAll(REFERENCE)].map(([, name = '']) => name);
}
