/** The vendor's names for what goes between blocks (roboflow_workflows execution_engine/entities/types.py). */
export type Kind =
  | '*'
  | 'image'
  | 'object_detection_prediction'
  | 'instance_segmentation_prediction'
  | 'keypoint_detection_prediction'
  | 'bar_code_detection'
  | 'qr_code_detection'
  | 'classification_prediction'
  | 'list_of_values'
  | 'string'
  | 'integer'
  | 'float'
  | 'float_zero_to_one'
  | 'boolean'
  | 'timestamp'
  | 'inference_id'
  | 'parent_id'
  | 'prediction_type'
  | 'roboflow_model_id';

const SETS: ReadonlySet<string> = new Set<Kind>([
  '*',
  'object_detection_prediction',
  'instance_segmentation_prediction',
  'keypoint_detection_prediction',
  'bar_code_detection',
  'qr_code_detection',
]);

/** `*` says nothing: what it is shows when it is there. */
export function maybeSet(kinds: readonly Kind[]): boolean {
  return kinds.some((kind) => SETS.has(kind));
}
