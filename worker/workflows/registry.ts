/** Which workflows this worker has, by name or by what an inline specification asks for. */
import {
  allBarcodes,
  allQrCodes,
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
import { MODEL_STEPS, modelStep } from './model-step';
import { plainName, type WorkflowName } from './names';
import { parseSpecification } from './specification';
import type { Workflow, WorkflowRequest } from './types';
import type { Step } from './visualisation';

export type Registry = {
  /**
   * @throws Refusal: 404 for an unknown name, 400 for a specification that cannot be run, 500 where neither
   * is given.
   */
  find(request: WorkflowRequest): Workflow;
};

/** Steps that detect, by type. */
type Blocks = Map<string, (step: Step) => Detector>;

/** The threads that there are. */
export type DetectionThreads = { codes: CodePools; objects: Objects };

export function createRegistry({ codes, objects }: DetectionThreads): Registry {
  const reader = (options: CodeReaderOptions) => createCodeReader(codes, options);
  const named: ReadonlyMap<string, Detector> = new Map<WorkflowName, Detector>([
    // Where no object can be seen FAST still does something useful, and the worker's start says so.
    ['fast', reader({ effort: 'fast', naming: bySymbology })],
    ['codes', reader({ effort: 'thorough', naming: bySymbology })],
    ...objectWorkflows(objects),
  ]);
  const barcodes = reader({ effort: 'thorough', naming: allBarcodes });
  const qrCodes = reader({ effort: 'qr', naming: allQrCodes });
  const blocks: Blocks = new Map([
    ['roboflow_core/barcode_detector@v1', () => barcodes],
    ['roboflow_core/qr_code_detector@v1', () => qrCodes],
    ...modelSteps(objects),
  ]);
  return {
    find({ specification, workspace, id }) {
      if (specification) return fromSpecification(specification, blocks);
      if (!workspace || !id)
        throw internalError('neither a specification nor a workspace and a workflow were named.');
      const plain = plainName(id);
      const detector = named.get(plain);
      if (!detector) throw unknownWorkflow(id, [...named.keys()], objects);
      const workflow = { outputs: ['predictions'], imageInput: 'image', detector };
      return plain === id ? workflow : withPicture(workflow);
    },
  };
}

const PICTURE = 'visualization';
const BOXES_AND_LABELS: Drawing = { boxes: 'auto', labels: 'both' };

function withPicture(workflow: Workflow): Workflow {
  const outputs = [...workflow.outputs, PICTURE];
  return { ...workflow, outputs, pictures: new Map([[PICTURE, BOXES_AND_LABELS]]) };
}

function fromSpecification(spec: Record<string, unknown>, blocks: Blocks): Workflow {
  const { step, ...workflow } = parseSpecification(spec, new Set(blocks.keys()));
  const makeDetector = blocks.get(step.type);
  if (!makeDetector) throw internalError('nothing here runs the step that was read.');
  return { ...workflow, detector: makeDetector(step) };
}

function objectWorkflows(objects: Objects): [WorkflowName, Detector][] {
  if ('missing' in objects) return [];
  const { photos } = objects;
  return [
    ['fast', createObjectDetector(objects, { manner: 'fast' })],
    // Live too, on the photos' thread: it takes seconds, and other sessions' fast frames must not wait behind
    // one.
    ['accurate', createObjectDetector({ live: photos, photos }, { manner: 'accurate' })],
  ];
}

function modelSteps(objects: Objects): [string, (step: Step) => Detector][] {
  if ('missing' in objects) return [];
  return MODEL_STEPS.map((type) => [type, (step) => modelStep(step, objects)]);
}

function unknownWorkflow(id: string, known: string[], objects: Objects): Refusal {
  if (id === 'accurate' && 'missing' in objects) return workflowNotFound(objects.missing);
  const choice = `it has ${known.map((name) => `"${name}"`).join(' and ')}`;
  return workflowNotFound(`The embedded worker has no such workflow; ${choice}.`);
}
