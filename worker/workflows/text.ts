/** The hosted platform's OCR steps, run by this worker's own networks. */
import { createTextReader, type TextPools } from '../detect/text/text-reader';
import type { Detector } from '../detect/types';
import type { Block } from './blocks/block';
import { textBlock } from './blocks/detect';
import { StepError } from './blocks/types';

/** For people and clients alike. */
export const TEXT_MISSING =
  'Text cannot be read, as the networks for it are not in place. Type "npm run models -- fetch" where the worker runs, and start it again.';

/** @param pools null where the networks are missing: then the step says so, picture by picture. */
export function textBlocks(pools: TextPools | null): [string, Block][] {
  const reader = pools && createTextReader(pools);
  const block = reader
    ? textBlock(() => reader)
    : {
        ...textBlock(() => BLIND),
        read: () => () => () => {
          throw new StepError(TEXT_MISSING);
        },
      };
  // DocTR's and EasyOCR's.
  return [
    ['roboflow_core/ocr_model@v1', block],
    ['roboflow_core/easy_ocr@v1', block],
  ];
}

/** Nobody sees what it finds. */
const BLIND: Detector = {
  async detectNewest(take) {
    const frame = take();
    return frame && { width: frame.width, height: frame.height, predictions: [] };
  },
  detectPhoto: async () => ({ width: 1, height: 1, predictions: [] }),
};
