import type { Detections, Detector, WirePrediction } from '../detect/types';
import type { Drawing } from '../pictures/types';
import type { Kind } from './blocks/kinds';
import type { Moment } from './blocks/types';

/** A workflow ready to run: one step that looks at the picture, and what is made of what it saw. */
export type Workflow = {
  outputs: readonly string[];
  /** Those of the outputs that are pictures, with what is drawn into them; none where absent. */
  pictures?: ReadonlyMap<string, Drawing>;
  /** The input that a photo is sent under. */
  imageInput: string;
  detector: Detector;
  /** Begins a stream, or a photo: what is counted and told apart is its own. */
  begin(): Run;
};

/** Of one stream, picture after picture. */
export type Run = (picture: Picture) => Made;
export type Picture = Moment & { detections: Detections };

/** What came of it; `failed` where a step cannot go on. */
export type Made =
  | {
      /** JSON by the output's name; pictures are none. */
      values: Readonly<Record<string, unknown>>;
      /** What a picture shows, px. */
      thingsOf(drawing: Drawing): readonly WirePrediction[];
    }
  | { failed: StepFailure };

/** For the client, in words. */
type StepFailure = { step: { name: string; type: string }; message: string };

/** What a workflow takes and gives, in the vendor's kinds and its words for them. */
export type Interface = {
  inputs: Readonly<Record<string, readonly Kind[]>>;
  /** By property where the output is all of a step's. */
  outputs: Readonly<Record<string, readonly Kind[] | Readonly<Record<string, readonly Kind[]>>>>;
  typing_hints: Readonly<Record<string, string>>;
  kinds_schemas: Readonly<Record<string, unknown>>;
  /** Beyond what the platform says: the names that the model knows things by. */
  classes?: readonly string[];
};

/** Which workflow a request asks for. */
export type WorkflowRequest = {
  specification?: Record<string, unknown> | null | undefined;
  workspace?: string | null | undefined;
  id?: string | null | undefined;
  /** Values for its inputs that are no pictures. */
  parameters?: Record<string, unknown> | null | undefined;
};
