/** The viewfinder as it is seen, pictures and boxes, on one canvas. */

type Size = { width: number; height: number };
type Rect = Size & { x: number; y: number };
type Layer = HTMLVideoElement | HTMLCanvasElement;

/**
 * Where a layer's picture lies in its element, as CSS `object-fit` says: 'cover', 'contain', or else 'fill'. Units:
 * those of `area`.
 */
export function placed(picture: Size, area: Size, fit: string): Rect {
  const [wide, high] = [area.width / picture.width, area.height / picture.height];
  if (fit !== 'cover' && fit !== 'contain') return { x: 0, y: 0, ...area };
  const scale = fit === 'cover' ? Math.max(wide, high) : Math.min(wide, high);
  const [width, height] = [picture.width * scale, picture.height * scale];
  return { x: (area.width - width) / 2, y: (area.height - height) / 2, width, height };
}

/**
 * @param ratio px of a CSS px
 * @returns even px, which every video codec takes, at most `longest` on the longer side
 */
export function sizeOf({ width, height }: Size, ratio: number, longest: number): Size {
  const scale = Math.min(ratio, longest / Math.max(width, height));
  const even = (length: number) => Math.max(2, Math.round((length * scale) / 2) * 2);
  return { width: even(width), height: even(height) };
}

/**
 * Draws what is in `area` now: whole, in the middle where its shape has changed since the canvas was made (a phone
 * that was turned).
 * @returns whether there was a picture to draw
 */
export function drawLayers(area: HTMLElement, context: CanvasRenderingContext2D): boolean {
  const { canvas } = context;
  const view = { width: area.clientWidth, height: area.clientHeight };
  const { x, y, width } = placed(view, canvas, 'contain');
  const scale = width / view.width;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.setTransform(scale, 0, 0, scale, x, y);
  const layers = [...area.children].filter(isSeen);
  for (const layer of layers) drawLayer(context, layer, view);
  return layers.some((layer) => layer instanceof HTMLVideoElement);
}

function isSeen(element: Element): element is Layer {
  const isLayer = element instanceof HTMLVideoElement || element instanceof HTMLCanvasElement;
  return isLayer && natural(element).width > 0 && getComputedStyle(element).opacity !== '0';
}

function natural(layer: Layer): Size {
  if (layer instanceof HTMLCanvasElement) return layer;
  return { width: layer.videoWidth, height: layer.videoHeight };
}

function drawLayer(context: CanvasRenderingContext2D, layer: Layer, view: Size): void {
  const fit = getComputedStyle(layer).objectFit;
  const { x, y, width, height } = placed(natural(layer), view, fit);
  context.save();
  context.beginPath();
  context.rect(0, 0, view.width, view.height);
  context.clip();
  // What is not covered by it is its own ground, not the layer below.
  if (fit === 'contain') context.fillRect(0, 0, view.width, view.height);
  if (layer.classList.contains('mirrored')) context.transform(-1, 0, 0, 1, view.width, 0);
  context.drawImage(layer, x, y, width, height);
  context.restore();
}
