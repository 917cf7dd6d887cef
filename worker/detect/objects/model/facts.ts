import type { InputRule } from '../pixels/letterbox';

/** What may be said of a model: for people, for metrics. */
export type ModelFacts = {
  /** The file's name without its folder. */
  file: string;
  head: string;
  /** Empty where nobody named them and the model does not tell their number. */
  names: string[];
  input: InputRule;
  /** The outputs that are read, each with its name and size. */
  gives?: string[];
  /** What the file says of itself: whose work it is, under which licence. */
  about?: string;
  /** What of its names and sizes could not be used, in sentences. */
  notes?: string[];
};

const MOST_NAMED = 10;

/** What the model sees, in sentences for people. */
export function modelWords({ file, names, input, notes = [] }: ModelFacts): string {
  const known = names.slice(0, MOST_NAMED).join(', ');
  const more = names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : '';
  const sees = names.length > 0 ? `${known}${more}` : 'objects of unnamed classes';
  return [`FAST sees ${sees} (${file}, input ${inputWords(input)}).`, ...notes].join(' ');
}

/** By a head's name. */
const RECOGNISED: Readonly<Record<string, string>> = {
  v8: 'YOLOv8, v9, 11 or 12: a column for each box, four numbers and one for each class, overlaps not removed',
  'v8 by rows': 'YOLOv8 by rows: four numbers for each box and one for each class, overlaps not removed',
  v5: 'YOLOv3, v5 or v7: centre, size, whether there is anything, and a number for each class',
  v6: 'YOLOv6: centre, size, a constant 1, and a number for each class',
  yolox: 'YOLOX, whose boxes are still in cells of its grids',
  end2end:
    'an end-to-end head, as of YOLOv10, YOLO26 or nms=True: corners, confidence and class of what is left',
  'numbered rows': 'an end-to-end head for batches, as of YOLOv6 and v7: a row for each box that is left',
  'rt-detr': 'RT-DETR by Ultralytics: shares of a stretched picture, one box a query',
  detr: 'RT-DETR or D-FINE: one box a query, in a stretched picture',
  'rf-detr': 'RF-DETR: one box a query, in a stretched picture, colours as ImageNet has them',
  ssd: 'SSD by way of TensorFlow: boxes, confidences and classes apart, overlaps removed',
  lists: 'boxes, confidences and classes apart, overlaps removed, as EfficientNMS gives them',
  apart: 'boxes apart from their confidences, as of YOLO-NAS or YOLOv4',
  selected: 'boxes among which the model itself selects, by NonMaxSuppression',
};

/** What the model was recognised as, and by what; null where nothing was noted. */
export function recognitionWords({ file, head, gives, names, about }: ModelFacts): string | null {
  if (!gives) return null;
  const known = names.length === 1 ? '1 class is' : `${names.length} classes are`;
  const classes = names.length > 0 ? `, and ${known} known` : '';
  const words = `${file} is read as ${RECOGNISED[head] ?? head}; it gives ${gives.join(' and ')}${classes}.`;
  return about ? `${words} It says of itself: ${about}` : words;
}

export function inputWords({ width, height, longSide }: InputRule): string {
  return width && height ? `${width}×${height} px` : `${longSide} px`;
}
