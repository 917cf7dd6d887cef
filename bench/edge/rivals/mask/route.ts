/** What it would take to outline one of SAM3's masks at the edge: the road not taken (proxy/inference/photo.ts). */
import { photoPredictions } from '../../../../protocol/result';

export const onRequest = async ({ request }: { request: Request }) =>
  Response.json(photoPredictions([(await request.json()) as Record<string, unknown>]));
