/** Which workflows this worker has, by name or by what an inline specification asks for. */
import {
  allBarcodes,
  allQrCodes,
  bySymbology,
  type CodePool,
  type CodeReaderOptions,
  createCodeReader,
} from '../detect/code-reader';
import type { Detector } from '../detect/types';
import { internalError, type Refusal, workflowNotFound } from '../errors';
import { parseSpecification } from './specification';
import type { Workflow, WorkflowRequest } from './types';

export type Registry = {
  /** @throws Refusal: 404 for an unknown name, 400 for a specification that cannot be run, 500 where neither is given. */
  find(request: WorkflowRequest): Workflow;
};

/** Any workspace has the same workflows: there is no account behind this worker. */
export function createRegistry(pools: { live: CodePool; photos: CodePool }): Registry {
  const reader = (options: Pick<CodeReaderOptions, 'effort' | 'naming'>) =>
    createCodeReader({ ...pools, ...options });
  const named = new Map<string, Detector>([
    ['fast', reader({ effort: 'fast', naming: bySymbology })],
    ['codes', reader({ effort: 'thorough', naming: bySymbology })],
  ]);
  const blocks = new Map<string, Detector>([
    ['roboflow_core/barcode_detector@v1', reader({ effort: 'thorough', naming: allBarcodes })],
    ['roboflow_core/qr_code_detector@v1', reader({ effort: 'qr', naming: allQrCodes })],
  ]);
  return {
    find({ specification, workspace, id }) {
      if (specification) return fromSpecification(specification, blocks);
      if (!workspace || !id) throw internalError();
      const detector = named.get(id);
      if (!detector) throw unknownWorkflow(id, [...named.keys()]);
      return { outputs: ['predictions'], imageInput: 'image', detector };
    },
  };
}

function fromSpecification(spec: Record<string, unknown>, blocks: Map<string, Detector>): Workflow {
  const { blockType, imageInput, outputs } = parseSpecification(spec, new Set(blocks.keys()));
  const detector = blocks.get(blockType);
  if (!detector) throw internalError();
  return { outputs, imageInput, detector };
}

function unknownWorkflow(id: string, known: string[]): Refusal {
  const choice = `it has ${known.map((name) => `"${name}"`).join(' and ')}`;
  if (id !== 'accurate') return workflowNotFound(`The embedded worker has no such workflow; ${choice}.`);
  return workflowNotFound(
    `The embedded worker has no accurate workflow yet; ${choice}, and Roboflow's hosted one needs an API key.`,
  );
}
