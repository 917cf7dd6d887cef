import type { Detector } from '../detect/types';
import type { Drawing } from '../pictures/types';

/**
 * A workflow ready to run: one detection, whose result stands under every output name that is no picture's.
 */
export type Workflow = {
  outputs: readonly string[];
  /** Those of the outputs that are pictures, with what is drawn into them; none where absent. */
  pictures?: ReadonlyMap<string, Drawing>;
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
