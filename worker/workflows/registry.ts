/** Which workflows this worker has, by name or by what an inline specification asks for. */
import {
  bySymbology,
  type CodePools,
  type CodeReaderOptions,
  createCodeReader,
} from '../detect/codes/code-reader';
import { createObjectDetector } from '../detect/objects/object-detector';
import type { Objects } from '../detect/objects/open';
import type { Detector } from '../detect/types';
import { internalError, type Refusal, workflowNotFound } from '../errors';
import type { Drawing } from '../pictures/types';
import { createCatalogue, type DetectionThreads } from './catalogue';
import { type Catalogue, compile, detectorWorkflow } from './compile';
import { describeDetector, describeSpecification } from './interface/describe';
import { type DetectorName, isReadyName, needsModel, plainName, READY_NAMES } from './names';
import { readySpecification } from './ready';
import type { Interface, Workflow, WorkflowRequest } from './types';

export type { DetectionThreads } from './catalogue';

export type Registry = {
  /**
   * @throws Refusal: 404 for an unknown name, 400 for a specification that cannot be run, 500 where neither
   * is given.
   */
  find(request: WorkflowRequest): Workflow;
  /** What the workflow takes and gives. @throws Refusal as `find` does */
  describe(request: WorkflowRequest): Interface;
};

type Found = { specification: Record<string, unknown> } | { name: DetectorName; detector: Detector };

export function createRegistry(threads: DetectionThreads): Registry {
  const named = detectorsOf(threads);
  const blocks = createCatalogue(threads);
  const modelId = 'missing' in threads.objects ? null : threads.objects.id;
  const classes = 'missing' in threads.objects ? null : threads.objects.facts.names;
  const find = ({ specification, workspace, id }: WorkflowRequest): Found => {
    if (specification) return { specification };
    if (!workspace || !id)
      throw internalError('neither a specification nor a workspace and a workflow were named.');
    if (isReadyName(id)) {
      if ('missing' in threads.objects && needsModel(id)) throw workflowNotFound(threads.objects.missing);
      return { specification: readySpecification(id, modelId) };
    }
    const name = plainName(id) as DetectorName;
    const detector = named.get(name);
    if (!detector) throw unknownWorkflow(id, [...named.keys(), ...READY_NAMES], threads.objects);
    return { name, detector };
  };
  return {
    find(request) {
      const found = find(request);
      if ('specification' in found) return compile(found.specification, blocks, request.parameters ?? {});
      const workflow = detectorWorkflow(found.detector);
      return found.name === request.id ? workflow : withPicture(workflow);
    },
    describe(request) {
      const found = find(request);
      return 'specification' in found
        ? describeSpecification(checked(found.specification, blocks), blocks)
        : describeDetector(found.name, found.name !== request.id, classes);
    },
  };
}

/** A workflow that could not be run is not described either. */
function checked(specification: Record<string, unknown>, blocks: Catalogue): Record<string, unknown> {
  compile(specification, blocks, {});
  return specification;
}

function detectorsOf({ codes, objects }: DetectionThreads): Map<DetectorName, Detector> {
  const reader = (options: CodeReaderOptions) => createCodeReader(codes satisfies CodePools, options);
  return new Map<DetectorName, Detector>([
    // Where no object can be seen FAST still does something useful, and the worker's start says so.
    ['fast', reader({ effort: 'fast', naming: bySymbology })],
    ['codes', reader({ effort: 'thorough', naming: bySymbology })],
    ...objectDetectors(objects),
  ]);
}

const PICTURE = 'visualization';
const BOXES_AND_LABELS: Drawing = { boxes: 'auto', labels: 'both' };

function withPicture(workflow: Workflow): Workflow {
  const outputs = [...workflow.outputs, PICTURE];
  return { ...workflow, outputs, pictures: new Map([[PICTURE, BOXES_AND_LABELS]]) };
}

function objectDetectors(objects: Objects): [DetectorName, Detector][] {
  if ('missing' in objects) return [];
  const { photos } = objects;
  return [
    ['fast', createObjectDetector(objects, { manner: 'fast' })],
    // Live too, on the photos' thread: it takes seconds, and other sessions' fast frames must not wait behind
    // one.
    ['accurate', createObjectDetector({ live: photos, photos }, { manner: 'accurate' })],
  ];
}

function unknownWorkflow(id: string, known: string[], objects: Objects): Refusal {
  if (id === 'accurate' && 'missing' in objects) return workflowNotFound(objects.missing);
  const choice = `it has ${known.map((name) => `"${name}"`).join(' and ')}`;
  return workflowNotFound(`The embedded worker has no such workflow; ${choice}.`);
}
