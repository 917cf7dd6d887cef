/**
 * All boxes, all classes' numbers by columns, and which of them the model's own NonMaxSuppression has chosen:
 * rows of picture, class, box (onnx.ai/onnx/operators/onnx__NonMaxSuppression.html). YOLOv3 by way of Keras
 * (onnx/models) writes y first, and is told the size.
 */

import { type Coding, coded, inPx } from './boxes';
import { starts, unitOf } from './evidence';
import type { Candidate } from './nms';
import type { Evidence, Head, NamedTensor, Tensor } from './types';

export const selected: Head = {
  name: 'selected',
  read(evidence) {
    const found = partsOf(evidence.outputs);
    if (!found) return null;
    const { boxes, scores, chosen } = found;
    const coding = codingOf(evidence);
    if (coding === null)
      return 'gives corners of boxes and does not say whether x or y comes first; export it with centres (center_point_box=1)';
    const unit = unitOf(boxes.data, starts(boxes.data.length / 4, 4), 1);
    return {
      head: 'selected',
      classes: scores.dims[1] ?? null,
      outputs: [boxes, scores, chosen].map(({ name }) => name),
      isFinal: true,
      decode: (given, confidence, input) => inPx(decodeSelected(given, confidence, coding), unit, input),
    };
  },
};

function partsOf(outputs: NamedTensor[]) {
  const chosen = outputs.find(({ isWhole, dims }) => isWhole && dims.at(-1) === 3 && dims.length <= 3);
  const floats = outputs.filter(({ isWhole, dims }) => !isWhole && dims.length === 3);
  const boxes = floats.find(({ dims }) => dims[2] === 4);
  const scores = floats.find((each) => each !== boxes && each.dims[2] === boxes?.dims[1]);
  if (!chosen || !boxes || !scores || outputs.length !== 3) return null;
  return { boxes, scores, chosen };
}

/** PyTorch's users write x first, as torchvision does; nobody else's habit is as firm. */
function codingOf({ suppression, sizeOrder, producer }: Evidence): Coding | null {
  if (suppression === 'centres') return 'centre';
  if (sizeOrder === 'hw') return 'yFirst';
  return producer === 'pytorch' ? 'corners' : null;
}

function decodeSelected([boxes, scores, chosen]: Tensor[], confidence: number, coding: Coding): Candidate[] {
  const found: Candidate[] = [];
  if (!boxes || !scores || !chosen) return found;
  const count = scores.dims[2] ?? 0;
  for (let at = 0; at + 3 <= chosen.data.length; at += 3) {
    const [picture = 0, classId = 0, box = 0] = chosen.data.subarray(at, at + 3);
    const score = picture === 0 && box < count ? (scores.data[classId * count + box] as number) : Number.NaN;
    if (score >= confidence) found.push(coded(coding, boxes.data, 4 * box, score, classId));
  }
  return found;
}
