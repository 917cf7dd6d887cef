/** What the overlay drew, against what the scene says. */
import { expect } from '@playwright/test';
import type { Box, Scene } from '../scenes/scenes';
import type { Sign } from '../scenes/signs';
import { coverBox, iou, type Size, scaled } from './geometry';
import type { ReportedBox } from './inPage';
import type { CameraScreen } from './screen';

type Layers = { video: Box & { fit: string }; canvas: Box; frame: Size };

/** Video and canvas in CSS px of the window, and the video's own size. */
function layers(screen: CameraScreen): Promise<Layers> {
  return screen.page.evaluate(() => {
    const boxOf = (element: Element) => {
      const { x, y, width, height } = element.getBoundingClientRect();
      return { x, y, width, height };
    };
    const video = document.querySelector('video');
    const canvas = document.querySelector('[data-testid=overlay]');
    if (!video || !canvas) throw new Error('There is no video, or no overlay.');
    return {
      video: { ...boxOf(video), fit: getComputedStyle(video).objectFit },
      canvas: boxOf(canvas),
      frame: { width: video.videoWidth, height: video.videoHeight },
    };
  });
}

/** Where a code must have been drawn: CSS px of the canvas. */
export function truthOnCanvas(screen: CameraScreen, scene: Scene, text: string, mirrored: boolean) {
  return boxOnCanvas(screen, scene, scene.codesAt(0).find((code) => code.text === text)!.box, mirrored);
}

/** Where a box of the scene must have been drawn: CSS px of the canvas. */
async function boxOnCanvas(screen: CameraScreen, scene: Scene, box: Box, mirrored: boolean): Promise<Box> {
  const { video, canvas, frame } = await layers(screen);
  expect(video.fit).toBe('cover');
  // The camera may hand out the scene at another size; the picture is the same.
  const scale = frame.width / scene.width;
  expect(frame.height).toBeCloseTo(scene.height * scale, 0);
  const onVideo = coverBox(scaled(box, scale), frame, video, mirrored);
  return { ...onVideo, x: onVideo.x + video.x - canvas.x, y: onVideo.y + video.y - canvas.y };
}

async function overlapOf(screen: CameraScreen, truth: Box, isIt: (box: ReportedBox) => boolean) {
  const drawn = (await screen.boxes()).find(isIt);
  return drawn ? iou(drawn, truth) : 0;
}

/** Overlap of the drawn box of this code with the truth: 0 where none is drawn. */
export async function overlap(screen: CameraScreen, scene: Scene, text: string, mirrored = false) {
  const truth = await truthOnCanvas(screen, scene, text, mirrored);
  return overlapOf(screen, truth, (box) => box.text === text);
}

/** Overlap of the box drawn for a sign with its ink: 0 where none of its class is drawn. */
export async function signOverlap(screen: CameraScreen, scene: Scene, sign: Sign) {
  const truth = await boxOnCanvas(screen, scene, sign.box, false);
  return overlapOf(screen, truth, (box) => box.class === sign.class);
}

/**
 * Looks at the canvas itself: how many of the box's corners (inside the canvas) have an opaque pixel within
 * `reach` CSS px, how many corners there are, and how opaque the box's middle is (0 to 255).
 */
export function inkAt(screen: CameraScreen, box: Box, reach = 8) {
  return screen.overlay.evaluate(
    (element, { box, reach }) => {
      const canvas = element as HTMLCanvasElement;
      const ratio = canvas.width / canvas.clientWidth;
      const brush = canvas.getContext('2d');
      if (!brush) throw new Error('The canvas has no 2D context.');
      const strongest = (x: number, y: number, side: number) => {
        const px = Math.max(1, Math.round(side * 2 * ratio));
        const { data } = brush.getImageData(
          Math.round((x - side) * ratio),
          Math.round((y - side) * ratio),
          px,
          px,
        );
        return data.reduce((most, value, i) => (i % 4 === 3 ? Math.max(most, value) : most), 0);
      };
      const corners = [
        [box.x, box.y],
        [box.x + box.width, box.y],
        [box.x, box.y + box.height],
        [box.x + box.width, box.y + box.height],
      ].filter(([x = 0, y = 0]) => x >= 0 && y >= 0 && x <= canvas.clientWidth && y <= canvas.clientHeight);
      const inked = corners.filter(([x = 0, y = 0]) => strongest(x, y, reach) >= 200);
      return {
        corners: corners.length,
        inked: inked.length,
        middle: strongest(box.x + box.width / 2, box.y + box.height / 2, 2),
      };
    },
    { box, reach },
  );
}
