import { type Edges, overlap } from '../../geometry';

export type Candidate = Edges & { confidence: number; classId: number };

/**
 * Keeps the most confident of boxes that overlap by more than `limit` and are of one class. Best first;
 * equals stay in the order they came in. At most `most`.
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
