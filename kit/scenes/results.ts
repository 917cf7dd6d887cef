/**
 * Results made here, of the kinds and amounts that no recorded one has. Outputs by name as a worker writes
 * them, in pixels of a frame of 640 × 480.
 */
import { encodeMask } from '../../protocol/masks/testing';

type Fields = Record<string, unknown>;
type Spot = { x: number; y: number; width: number; height: number };

const FRAME = { width: 640, height: 480 };
const uuid = (number: number) => `5f0c0000-0000-4000-8000-${String(number).padStart(12, '0')}`;
/** As a worker's own figures are: half pixels for boxes, whole ones for outlines. */
const half = (pixels: number) => Math.round(pixels * 2) / 2;
const set = (predictions: Fields[]) => ({ image: FRAME, predictions });

/** `x`, `y`: the middle. */
function thing(at: number, name: string, spot: Spot, more: Fields = {}): Fields {
  const given = { class: name, class_id: 0, confidence: 0.91, detection_id: uuid(at), parent_id: 'image' };
  return { ...spot, ...given, ...more };
}

/** COCO's 17 keypoints as shares of the box of someone who stands and waves. */
const PERSON: Record<string, [x: number, y: number]> = {
  nose: [0.5, 0.09],
  left_eye: [0.55, 0.07],
  right_eye: [0.45, 0.07],
  left_ear: [0.61, 0.08],
  right_ear: [0.39, 0.08],
  left_shoulder: [0.72, 0.22],
  right_shoulder: [0.28, 0.22],
  left_elbow: [0.88, 0.13],
  right_elbow: [0.16, 0.38],
  left_wrist: [0.94, 0.02],
  right_wrist: [0.1, 0.52],
  left_hip: [0.64, 0.52],
  right_hip: [0.36, 0.52],
  left_knee: [0.66, 0.74],
  right_knee: [0.33, 0.74],
  left_ankle: [0.68, 0.97],
  right_ankle: [0.3, 0.97],
};

function pose({ x, y, width, height }: Spot, hidden: readonly string[] = []): Fields {
  const keypoints = Object.entries(PERSON).map(([name, [across, down]], class_id) => ({
    class: name,
    class_id,
    confidence: hidden.includes(name) ? 0.1 : 0.9,
    x: half(x + (across - 0.5) * width),
    y: half(y + (down - 0.5) * height),
  }));
  return { keypoints };
}

/** An uneven round outline. */
function blob({ x, y, width, height }: Spot, count = 60): { x: number; y: number }[] {
  return Array.from({ length: count }, (_, at) => {
    const turn = (2 * Math.PI * at) / count;
    const far = 0.43 + 0.05 * Math.sin(turn * 5);
    return {
      x: Math.round(x + far * width * Math.cos(turn)),
      y: Math.round(y + far * height * Math.sin(turn)),
    };
  });
}

/** `count` things on a grid that fills the frame, a little out of line. */
function spread(count: number): Spot[] {
  const columns = Math.ceil(Math.sqrt((count * 4) / 3));
  const rows = Math.ceil(count / columns);
  const [width, height] = [FRAME.width / columns, FRAME.height / rows];
  return Array.from({ length: count }, (_, at) => ({
    x: half(((at % columns) + 0.5 + 0.25 * Math.sin(at * 7)) * width),
    y: half((Math.floor(at / columns) + 0.5 + 0.25 * Math.cos(at * 5)) * height),
    width: half(width * (0.7 + 0.25 * Math.sin(at * 3))),
    height: half(height * (0.7 + 0.25 * Math.cos(at * 11))),
  }));
}

const LEFT = { x: 270, y: 260, width: 90, height: 300 };
const RIGHT = { x: 375, y: 270, width: 90, height: 280 };
const ZONE = [
  [215, 150],
  [400, 120],
  [425, 420],
  [230, 440],
];
const turned = (x: number, y: number, width: number, height: number, degrees: number) => {
  const turn = (degrees * Math.PI) / 180;
  const corner = (dx: number, dy: number) => [
    x + dx * Math.cos(turn) - dy * Math.sin(turn),
    y + dx * Math.sin(turn) + dy * Math.cos(turn),
  ];
  const [w, h] = [width / 2, height / 2];
  return { rect: [corner(-w, -h), corner(w, -h), corner(w, h), corner(-w, h)], angle: degrees };
};

/** @param count things with an outline of 60 points and 17 keypoints each, as a pose model and a mask give */
export function heavyThings(count: number) {
  return {
    predictions: set(
      spread(count).map((spot, at) =>
        thing(at, 'person', spot, {
          tracker_id: at,
          time_in_zone: at / 3,
          points: blob(spot),
          ...pose(spot),
        }),
      ),
    ),
  };
}

const ring = (x: number, y: number) => {
  const far = Math.hypot(x - 300, y - 240);
  return (far < 90 && far > 45) || (x > 390 && x < 430 && y > 180 && y < 330);
};

/** By name, for pictures of each on the screen. */
export const MADE_RESULTS: Record<string, Fields> = {
  one: { predictions: set([thing(1, 'coffee_cup', { x: 320, y: 250, width: 110, height: 140 })]) },
  skeletons: {
    poses: set([
      thing(1, 'person', LEFT, pose(LEFT)),
      thing(2, 'person', RIGHT, {
        confidence: 0.64,
        ...pose(RIGHT, ['left_ankle', 'right_ankle', 'left_knee']),
      }),
    ]),
  },
  points: {
    hands: set([
      thing(
        1,
        'hand',
        { x: 320, y: 240, width: 140, height: 180 },
        {
          keypoints: blob({ x: 320, y: 240, width: 140, height: 180 }, 21).map((point) => ({
            ...point,
            class: 'joint',
            confidence: 0.8,
          })),
        },
      ),
    ]),
  },
  holes: {
    masks: set([
      thing(
        1,
        'gasket',
        { x: 320, y: 240, width: 220, height: 180 },
        {
          rle_mask: encodeMask({ rows: FRAME.height, columns: FRAME.width, at: ring }),
        },
      ),
    ]),
  },
  turned: {
    parts: set([
      thing(1, 'screw', { x: 290, y: 150, width: 120, height: 30 }, turned(290, 150, 120, 30, 25)),
      thing(
        2,
        'bolt',
        { x: 360, y: 260, width: 140, height: 50 },
        { class_id: 1, ...turned(360, 260, 140, 50, -40) },
      ),
      thing(
        3,
        'nut',
        { x: 270, y: 380, width: 60, height: 60 },
        { class_id: 2, ...turned(270, 380, 60, 60, 45) },
      ),
    ]),
  },
  zone: {
    timed: set([
      thing(1, 'person', LEFT, { tracker_id: 7, time_in_zone: 4.2, polygon: ZONE }),
      thing(2, 'person', RIGHT, { tracker_id: 8, time_in_zone: 75, polygon: ZONE }),
    ]),
    zones: [ZONE],
  },
  line: {
    tracked: set([
      thing(1, 'car', { x: 280, y: 190, width: 110, height: 80 }, { tracker_id: 3, speed: 48.2 }),
      thing(
        2,
        'truck',
        { x: 370, y: 330, width: 120, height: 110 },
        { tracker_id: 4, class_id: 1, speed: 31 },
      ),
    ]),
    line: [
      [200, 270],
      [440, 250],
    ],
    count_in: 12,
    count_out: 9,
  },
  wide: {
    predictions: set([
      thing(1, 'table', { x: 320, y: 330, width: 620, height: 200 }),
      thing(2, 'laptop', { x: 310, y: 270, width: 150, height: 110 }, { class_id: 1 }),
    ]),
  },
  close: { predictions: set([thing(1, 'face', { x: 320, y: 240, width: 640, height: 480 })]) },
  corner: { predictions: set([thing(1, 'person', { x: 420, y: 420, width: 160, height: 240 })]) },
  codes: {
    codes: set([
      thing(
        1,
        'qr_code',
        { x: 300, y: 180, width: 110, height: 110 },
        { data: 'https://example.org/a/long/way/to/somewhere?with=a&query=too' },
      ),
      thing(
        2,
        'barcode',
        { x: 340, y: 360, width: 150, height: 60 },
        { data: '4006381333931', confidence: null, class_id: 1 },
      ),
    ]),
  },
  overlapping: {
    predictions: set(
      [0, 1, 2, 3].map((at) =>
        thing(
          at,
          ['person', 'face', 'hat', 'tie'][at] ?? '',
          { x: 320, y: 200 + at * 12, width: 170 - at * 40, height: 260 - at * 60 },
          { class_id: at },
        ),
      ),
    ),
  },
  fifty: heavyThings(50),
  three_hundred: {
    predictions: set(
      spread(300).map((spot, at) =>
        thing(at, ['person', 'bicycle', 'car'][at % 3] ?? '', spot, {
          class_id: at % 3,
          confidence: 0.4 + (at % 50) / 100,
        }),
      ),
    ),
  },
};
