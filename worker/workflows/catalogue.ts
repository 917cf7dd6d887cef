/** Every block that this worker runs, besides those that draw (visualisation.ts). */
import {
  allBarcodes,
  allQrCodes,
  type CodePools,
  type CodeReaderOptions,
  createCodeReader,
} from '../detect/codes/code-reader';
import type { Objects, ObjectThreads } from '../detect/objects/open';
import type { TextPools } from '../detect/text/text-reader';
import type { Block } from './blocks/block';
import { allClasses, classificationBlock, codeBlock, objectBlock, topClass } from './blocks/detect';
import type { Properties } from './blocks/properties';
import {
  currentTime,
  detectionsFilter,
  expression,
  propertyDefinition,
  stringTemplate,
} from './blocks/values';
import { byteTracker, lineCounter, timeInZone, velocity } from './blocks/video';
import type { Catalogue } from './compile';
import { modelDetector } from './model-step';
import { textBlocks } from './text';

/** The threads that there are. */
export type DetectionThreads = { codes: CodePools; objects: Objects; text: TextPools | null };

export function createCatalogue({ codes, objects, text }: DetectionThreads): Catalogue {
  const reader = (options: CodeReaderOptions) => createCodeReader(codes, options);
  const barcodes = reader({ effort: 'thorough', naming: allBarcodes });
  const qrCodes = reader({ effort: 'qr', naming: allQrCodes });
  return new Map<string, Block>([
    ['roboflow_core/barcode_detector@v1', codeBlock('bar_code_detection', () => barcodes)],
    ['roboflow_core/qr_code_detector@v1', codeBlock('qr_code_detection', () => qrCodes)],
    ...('missing' in objects ? [] : modelBlocks(objects)),
    ...textBlocks(text),
    ['roboflow_core/property_definition@v1', propertyDefinition],
    ['roboflow_core/detections_filter@v1', detectionsFilter],
    ['roboflow_core/expression@v1', expression],
    ['roboflow_core/string_template@v1', stringTemplate],
    ['roboflow_core/current_time@v1', currentTime],
    ['roboflow_core/byte_tracker@v3', byteTracker],
    ['roboflow_core/line_counter@v2', lineCounter],
    ['roboflow_core/time_in_zone@v3', timeInZone],
    ['roboflow_core/velocity@v1', velocity],
  ]);
}

function modelBlocks(objects: ObjectThreads): [string, Block][] {
  const detector = (properties: Properties) => modelDetector(properties, objects);
  const { names } = objects.facts;
  const things = objectBlock(detector);
  const one = classificationBlock(names, topClass, detector);
  const many = classificationBlock(names, allClasses, detector);
  return [
    ['roboflow_core/roboflow_object_detection_model@v1', things],
    ['roboflow_core/roboflow_object_detection_model@v2', things],
    ['roboflow_core/roboflow_classification_model@v1', one],
    ['roboflow_core/roboflow_classification_model@v2', one],
    ['roboflow_core/roboflow_multi_label_classification_model@v1', many],
    ['roboflow_core/roboflow_multi_label_classification_model@v2', many],
  ];
}
