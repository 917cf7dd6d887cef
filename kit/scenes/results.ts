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
export const set = (predictions: Fields[]) => ({ image: FRAME, predictions });

/** `x`, `y`: the middle. */
const spot = (x: number, y: number, width: number, height: number): Spot => ({ x, y, width, height });

export function thing(at: number, name: string, where: Spot, more: Fields = {}): Fields {
  const given = { class: name, class_id: 0, confidence: 0.91, detection_id: uuid(at), parent_id: 'image' };
  return { ...where, ...given, ...more };
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

const LEFT = spot(270, 260, 90, 300);
const RIGHT = spot(375, 270, 90, 280);
const ZONE = [
  [215, 150],
  [400, 120],
  [425, 420],
  [230, 440],
];
function turned({ x, y, width, height }: Spot, degrees: number): Fields {
  const turn = (degrees * Math.PI) / 180;
  const corner = (dx: number, dy: number) => [
    x + dx * Math.cos(turn) - dy * Math.sin(turn),
    y + dx * Math.sin(turn) + dy * Math.cos(turn),
  ];
  const [w, h] = [width / 2, height / 2];
  return { rect: [corner(-w, -h), corner(w, -h), corner(w, h), corner(-w, h)], angle: degrees };
}

/** @param count things with an outline of 60 points and 17 keypoints each, as a pose model and a mask give */
export function heavyThings(count: number) {
  return {
    predictions: set(
      spread(count).map((where, at) =>
        thing(at, 'person', where, {
          tracker_id: at,
          time_in_zone: at / 3,
          points: blob(where),
          ...pose(where),
        }),
      ),
    ),
  };
}

const HAND = spot(320, 240, 140, 180);
const SCREW = spot(290, 150, 120, 30);
const BOLT = spot(360, 260, 140, 50);
const NUT = spot(270, 380, 60, 60);
const ring = (x: number, y: number) => {
  const far = Math.hypot(x - 300, y - 240);
  return (far < 90 && far > 45) || (x > 390 && x < 430 && y > 180 && y < 330);
};

/** By name, for pictures of each on the screen. */
export const MADE_RESULTS: Record<string, Fields> = {
  one: { predictions: set([thing(1, 'coffee_cup', spot(320, 250, 110, 140))]) },
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
      thing(1, 'hand', HAND, {
        keypoints: blob(HAND, 21).map((point) => ({ ...point, class: 'joint', confidence: 0.8 })),
      }),
    ]),
  },
  holes: {
    masks: set([
      thing(1, 'gasket', spot(320, 240, 220, 180), {
        rle_mask: encodeMask({ rows: FRAME.height, columns: FRAME.width, at: ring }),
      }),
    ]),
  },
  turned: {
    parts: set([
      thing(1, 'screw', SCREW, turned(SCREW, 25)),
      thing(2, 'bolt', BOLT, { class_id: 1, ...turned(BOLT, -40) }),
      thing(3, 'nut', NUT, { class_id: 2, ...turned(NUT, 45) }),
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
      thing(1, 'car', spot(280, 190, 110, 80), { tracker_id: 3, speed: 48.2 }),
      thing(2, 'truck', spot(370, 330, 120, 110), { tracker_id: 4, class_id: 1, speed: 31 }),
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
      thing(1, 'table', spot(320, 330, 620, 200)),
      thing(2, 'laptop', spot(310, 270, 150, 110), { class_id: 1 }),
    ]),
  },
  close: { predictions: set([thing(1, 'face', spot(320, 240, 640, 480))]) },
  corner: { predictions: set([thing(1, 'person', spot(420, 420, 160, 240))]) },
  codes: {
    codes: set([
      thing(1, 'qr_code', spot(300, 180, 110, 110), {
        data: 'https://example.org/a/long/way/to/somewhere?with=a&query=too',
      }),
      thing(2, 'barcode', spot(340, 360, 150, 60), {
        data: '4006381333931',
        confidence: null,
        class_id: 1,
      }),
    ]),
  },
  overlapping: {
    predictions: set(
      ['person', 'face', 'hat', 'tie'].map((name, at) =>
        thing(at, name, spot(320, 200 + at * 12, 170 - at * 40, 260 - at * 60), { class_id: at }),
      ),
    ),
  },
  fifty: heavyThings(50),
  three_hundred: {
    predictions: set(
      spread(300).map((where, at) =>
        thing(at, ['person', 'bicycle', 'car'][at % 3] ?? '', where, {
          class_id: at % 3,
          confidence: 0.4 + (at % 50) / 100,
        }),
      ),
    ),
  },
};
