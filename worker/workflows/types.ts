import type { Detector } from '../detect/types';

/** A workflow ready to run: one detection, whose result stands under every output name. */
export type Workflow = {
  outputs: readonly string[];
  /** The input that a photo is sent under. */
  imageInput: string;
  detector: Detector;
};

/** Which workflow a request asks for. */
export type WorkflowRequest = {
  specification?: Record<string, unknown> | null | undefined;
  workspace?: string | null | undefined;
  id?: string | null | undefined;
};
