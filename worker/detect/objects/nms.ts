import type { Corners } from './letterbox';

export type Candidate = Corners & { confidence: number; classId: number };

/** Shared area over the area of both, 0 to 1. */
export function overlap(one: Corners, other: Corners): number {
  const width = Math.min(one.right, other.right) - Math.max(one.left, other.left);
  const height = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
  if (width <= 0 || height <= 0) return 0;
  const both = width * height;
  return both / (area(one) + area(other) - both);
}

/**
 * Keeps the most confident of boxes that overlap by more than `limit` and are of one class. Best first; equals stay in
 * the order they came in. At most `most`.
 */
export function suppress(candidates: Candidate[], limit: number, most: number): Candidate[] {
  const kept: Candidate[] = [];
  for (const candidate of candidates.toSorted((one, other) => other.confidence - one.confidence)) {
    if (kept.length === most) break;
    const isNew = kept.every(
      (each) => each.classId !== candidate.classId || overlap(each, candidate) <= limit,
    );
    if (isNew) kept.push(candidate);
  }
  return kept;
}

function area({ left, top, right, bottom }: Corners): number {
  return (right - left) * (bottom - top);
}
