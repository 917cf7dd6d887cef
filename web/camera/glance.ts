/** A look at the viewfinder, just good enough to tell a covered lens from a picture. */

/** px of the look; each is the mean of what it stands for. */
const WIDTH = 16;
const HEIGHT = 12;

let context: CanvasRenderingContext2D | null = null;

/**
 * The picture's mean luma and how far its lightest and darkest parts are apart, 0 to 255 (Rec. 601). Null
 * where there is no picture, or none that may be read.
 */
export function glanceAt(video: HTMLVideoElement | null): { mean: number; spread: number } | null {
  if (!video || video.readyState < video.HAVE_CURRENT_DATA || video.videoWidth === 0) return null;
  context ??= smallCanvas();
  if (!context) return null;
  context.drawImage(video, 0, 0, WIDTH, HEIGHT);
  const { data } = context.getImageData(0, 0, WIDTH, HEIGHT);
  return lumaOf(data);
}

function smallCanvas(): CanvasRenderingContext2D | null {
  const canvas = document.createElement('canvas');
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  const made = canvas.getContext('2d', { willReadFrequently: true });
  if (made) made.imageSmoothingQuality = 'medium';
  return made;
}

/** The same of a picture's parts whose mean luma is known. */
export function spreadOf(lumas: Uint8Array | Float32Array): { mean: number; spread: number } {
  let [sum, least, most] = [0, 255, 0];
  for (const luma of lumas) {
    sum += luma;
    least = Math.min(least, luma);
    most = Math.max(most, luma);
  }
  return { mean: sum / lumas.length, spread: most - least };
}

/** @param rgba four bytes a px */
export function lumaOf(rgba: Uint8ClampedArray): { mean: number; spread: number } {
  const lumas = Float32Array.from({ length: rgba.length / 4 }, (_, px) => {
    const [red = 0, green = 0, blue = 0] = rgba.subarray(4 * px, 4 * px + 3);
    return 0.299 * red + 0.587 * green + 0.114 * blue;
  });
  return spreadOf(lumas);
}
