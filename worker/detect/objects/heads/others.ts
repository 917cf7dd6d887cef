/** Models that give something else than boxes, or more: told before anything is read from them. */
import { isOneList } from './end2end';
import { shapeOf } from './evidence';
import type { Evidence, Head, NamedTensor } from './types';

/**
 * Prototypes of masks, `[1, 32, height / 4, width / 4]`, or a mask for each box, beside the boxes; v5's raw
 * grids have five dimensions.
 */
export const masks: Head = {
  name: 'masks',
  read({ outputs }) {
    const planes = outputs.filter((each) => each.dims.length === 4 && isPlanes(each));
    if (planes.length !== 1 || outputs.length === 1) return null;
    return 'gives masks; export it for the task "detect", not "segment"';
  },
};

export const grids: Head = {
  name: 'raw grids',
  read({ outputs }) {
    if (outputs.length === 0 || outputs.some((each) => !isPlanes(each) && each.dims.length <= 4)) return null;
    const shapes = outputs.map(shapeOf).join(', ');
    return `gives raw grids (${shapes}), whose anchors the file does not tell; export it with its boxes decoded (YOLOv7: --grid)`;
  },
};

export const classifier: Head = {
  name: 'classifier',
  read({ outputs: [only, other] }: Evidence) {
    if (!only || other || only.dims.length !== 2 || !isOneList(only.declared)) return null;
    return `gives one list of ${only.dims[1]} confidences and no boxes; export a model for the task "detect", not "classify"`;
  },
};

function isPlanes({ dims }: NamedTensor): boolean {
  return dims.length === 5 || (dims.length === 4 && (dims[2] ?? 0) > 1 && (dims[3] ?? 0) > 1);
}
