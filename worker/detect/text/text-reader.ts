/** Text as a `Detector`: asks the threads that hold the networks. */
import { randomUUID } from 'node:crypto';
import { extentOf } from '../geometry';
import { isPhoto } from '../photos/photo-format';
import { createThreadDetector } from '../threads/ask';
import type { Pools } from '../threads/pools';
import { type Detector, NO_PHOTO, UnreadablePhoto, type WirePrediction } from '../types';
import type { Line } from './order';
import { cornersOf } from './rectangle';
import type { TextAnswer, TextJob } from './text-thread';

export type TextPools = Pools<TextJob, TextAnswer>;

export function createTextReader(pools: TextPools): Detector {
  return createThreadDetector<TextJob, TextAnswer>(pools, {
    ofFrame: (frame) => ({ kind: 'frame', frame }),
    ofPhoto: (bytes) => {
      if (!isPhoto(bytes)) throw new UnreadablePhoto(NO_PHOTO);
      return { kind: 'photo', bytes };
    },
    toDetections: ({ width, height, lines, text }) => ({
      width,
      height,
      text,
      predictions: lines.map(toPrediction),
    }),
  });
}

/** As the hosted OCR block has it: the text is the class. The box is the upright one round the line. */
function toPrediction(line: Line): WirePrediction {
  const corners = cornersOf(line);
  const [xs, ys] = [corners.map(({ x }) => x), corners.map(({ y }) => y)];
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
  return {
    ...extentOf({ left, top, right, bottom }),
    confidence: line.confidence,
    class: line.text,
    class_id: 0,
    detection_id: randomUUID(),
    parent_id: 'image.[0]',
    rectangle: {
      corners: corners.map(({ x, y }) => [x, y]),
      width: line.width,
      height: line.height,
      angle: (line.angle * 180) / Math.PI,
    },
  };
}
