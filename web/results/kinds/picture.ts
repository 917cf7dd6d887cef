/**
 * A picture that the workflow drew or cut out, as base64 (inference v1.5.0, serializers.py, serialise_image).
 */
import type { Fields } from './is';
import type { PictureValue, Size } from './model';
import { originOf, placePoint, toFrame } from './place';

export function isPicture({ type, value }: Fields): boolean {
  return type === 'base64' && typeof value === 'string';
}

export function readPicture(picture: Fields, frame: Size | null): PictureValue {
  const base64 = picture.value as string;
  return { kind: 'picture', base64, mime: mimeOf(base64), corner: cornerOf(picture, frame) };
}

/**
 * The worker says JPEG and means it, but a workflow's own block may write what it likes. By the first bytes.
 */
function mimeOf(base64: string): string {
  if (base64.startsWith('iVBORw0KGgo')) return 'image/png';
  return base64.startsWith('UklGR') ? 'image/webp' : 'image/jpeg';
}

/** A crop says where its upper left corner was. */
function cornerOf(picture: Fields, frame: Size | null): PictureValue['corner'] {
  const origin = originOf(picture);
  if (!origin) return null;
  const placement = toFrame(origin.picture, origin.offset, frame);
  return placement ? placePoint(placement, { x: 0, y: 0 }) : { x: 0, y: 0 };
}
